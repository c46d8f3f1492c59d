import Git
import RecordModel
import RecordStore

/// What came of bringing one repository and its other copy to the same state.
struct SyncReport {
    /// Which of the two repositories it is.
    let home: Kind.Home
    /// Where it is shared.
    let shared: SharedBranch
    /// Where the branch was.
    var start: ObjectID?
    /// Where it is.
    var end: ObjectID?
    /// How the working files followed.
    var update: WorkingUpdate?
    /// What the others had, of what was taken in last.
    var taken: ObjectID?
    /// What was worked out last.
    var intake: Intake?
    /// What the others had, and have, of what was sent.
    var sentFrom: ObjectID?
    var sentTo: ObjectID?
    /// What the other side said besides.
    var said: [String] = []
    /// How many records of what was sent to whom are new here.
    var remindersReceived = 0
    /// Whether the others were sent such records.
    var areRemindersSent = false
    /// Whether only this clone has some of them now.
    var areRemindersWaiting = false
    /// Whether only the others have some of them now.
    var areRemindersAwaited = false
    /// The files that were edited by hand and are not saved.
    var unsaved: [String] = []
    /// What else a person should know.
    var remarks: [(text: String, help: String)] = []
    /// Whether it is another branch than the others' main one.
    private(set) var isAside = false
    /// Why it did not get to its end.
    var failure: StoreError?

    /// The changes that came, newest first; on a rehearsal those that would.
    private(set) var received: [ObjectID] = []
    /// The changes that went out; on a rehearsal those that would.
    private(set) var sent: [ObjectID] = []
    /// The changes that only this clone has now.
    private(set) var waiting: [ObjectID] = []

    init(home: Kind.Home, shared: SharedBranch) {
        self.home = home
        self.shared = shared
    }

    /// Whether something came, went or went wrong.
    var isEventful: Bool {
        !received.isEmpty || !sent.isEmpty || !waiting.isEmpty || failure != nil || remindersReceived > 0
            || areRemindersSent
    }

    /// Looks up what came, what went, and what only this clone has.
    ///
    /// - Parameter isRehearsal: whether to look up what would come.
    mutating func count(in store: Store, isRehearsal: Bool) throws {
        let main = try store.repository(of: home).mainBranch(of: shared.remote)
        isAside = main.map { $0 != shared.name } ?? false
        guard let intake else { return }
        let seen = try mainSeen(in: store)
        received = try store.changes(of: isRehearsal ? intake.theirs : taken, since: start, in: home)
        if let sentTo { sent = try store.changes(of: sentTo, since: sentFrom ?? seen, in: home) }
        let known = sentTo ?? intake.theirs ?? seen
        if let end, end != known { waiting = try store.changes(of: end, since: known, in: home) }
    }

    /// What the others' main branch was last seen at: what is there is no news in a branch that they did not have.
    private func mainSeen(in store: Store) throws -> ObjectID? {
        let repository = try store.repository(of: home)
        guard let main = try repository.sharedMainBranch(of: shared.remote), main.name != shared.name else {
            return nil
        }
        return try repository.reference(main.tracking)
    }
}
