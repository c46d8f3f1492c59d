import RecordModel

/// What a new network begins with, besides its settings and the editor's schema: pages for people who never install
/// anything, and what git needs to know. Embedded, so that the installed binary needs no checkout.
public enum NetworkTemplate {
    /// One file of the template, by its path from the top of the repository.
    public typealias File = (path: String, text: String)

    /// The public store's files.
    public static func publicFiles(name: String) -> [File] {
        [
            ("README.md", readme(name)), ("members/README.md", membersPage), ("memberships/README.md", membershipsPage),
            ("skills/README.md", skillsPage),
            (".gitattributes", attributes(.public)),
            (".git-blame-ignore-revs", ignoredRevisions),
        ]
    }

    /// The private companion's files.
    public static func privateFiles(name: String) -> [File] {
        [
            ("README.md", privateReadme(name)), (".gitattributes", attributes(.private)),
            (".git-blame-ignore-revs", ignoredRevisions),
        ]
    }

    private static func readme(_ name: String) -> String {
        """
        # \(name)

        What the co-ops of this network say of themselves, and what the network remembers. Everything here is plain text
        that anyone can read and change in a web browser. Nothing needs to be installed.

        | Folder | What is in it |
        |---|---|
        | `members/` | one page a co-op, in its own words |
        | `memberships/` | what the network says of each co-op: when it joined, its checklist |
        | `skills/` | the words for skills, services and technologies |
        | `cotech.yaml` | the network's settings |

        ## Change your page

        1. Open your file in `members/` and choose *Edit*.
        2. Change the lines you want. What you do not know may stay blank.
        3. Save with a sentence that says what changed, such as "We are nine now", and propose the change if you are asked to.
        4. If the network runs a check, look at the end of what it says: which line to mend, and what to put instead.
           Save again, and it runs again by itself.

        The part between the two lines of `---` is short facts, one a line. Below it, write whatever you like about
        yourselves.

            headcount: 9
            skills:
              offered:
                - web-design: expert
                - php
            confirmed: 2026-05-04

        `confirmed` is the day somebody read the whole page and found it still right. Reading it once a year is enough.
        `away-until` says that you are on leave: nobody asks you about your page until then. Write `???` where a
        decision is still open.

        ## What a check says

        A check never changes anything. It names the file, the line, what cannot be understood, and the line to put
        instead. A warning may stay; an error has to be mended before the change is taken.

        ## Who helps

        Write a comment on your change, or to the network's coordinator. A page that somebody else mends for you stays
        yours: you are asked before it is taken.

        ## At a terminal

        `cotech` reads and writes these files, and says what needs somebody now. `cotech help` says how.

        """
    }

    private static let membersPage = """
        # Members

        One file a co-op, such as `members/tidy-bees.md`. The name of the file is the co-op's id, in `a-z`, `0-9` and `-`:
        accents and apostrophes are left out. Start simple: a name, a town and an address are enough.

            ---
            name: Tidy Bees
            website: https://tidy-bees.example
            email: post@tidy-bees.example
            town: Leeds
            headcount: 6
            ---

            We look after gardens on roofs.

        Everything else a page may say: `cotech schema members`, or the file `.cotech/schema/members.json`.

        """

    private static let membershipsPage = """
        # Memberships

        What the network says of each co-op: the day it joined, its checklist, who may speak for it. The file is called
        as the co-op's page in `members/` is. The coordinators change these; write to them if something is wrong.

        """

    private static let skillsPage = """
        # Skills

        One file a term, such as `skills/web-design.yaml`. Pages use the file's name, and people read its label.

            label: Web design
            kind: service
            aliases:
              - website design

        If your word is missing, add a file beside the others. If two files mean the same, tell the coordinator.

        """

    private static func privateReadme(_ name: String) -> String {
        """
        # \(name): private

        What not everybody may read: people, and co-ops that might join. Keep this repository where only those who need
        it can see it, and never copy from it into the public one.

        `people/` holds one file a person, `enquiries/` one file a co-op, from the first mail to membership or to no.
        `cotech` finds this repository through the settings of the public one, which name it by its place beside it.

        """
    }

    /// Line ends stay as whoever wrote them left them: `fmt` mends them, git does not.
    private static func attributes(_ home: Kind.Home) -> String {
        let kinds = Network.kinds.filter { $0.home == home || $0.name == Settings.kind.name }
        let merges = kinds.mergeAttributes.joined(separator: "\n")
        return """
            # Records stay as they were written, line ends and all: a change shows only what it is about.
            *.md -text
            *.yaml -text
            \(PathTemplate.mergeAttributesComment)
            \(merges)

            """
    }

    private static let ignoredRevisions = """
        # Commits that changed how records look and not what they say, one whole id a line. They make nothing look
        # newly checked, and `git blame --ignore-revs-file .git-blame-ignore-revs` looks through them.

        """
}
