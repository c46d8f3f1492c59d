import RecordModel

extension Snapshot {
    /// What is to be told of a change by which ids go while not every reference to them can be seen: the other side of
    /// a rename, a merge or a removal.
    ///
    /// - Throws: `badData` where something else stands in the place of a folder whose records may refer to them: the
    ///   references in it would lead nowhere once it is put back.
    func remarks(onReferencesTouchedBy plan: Plan, in home: Kind.Home) throws(StoreError) -> [Plan.Remark] {
        // What others have made is taken as it is.
        guard !plan.bringsErrors else { return [] }
        let targets = kindsLosingIDs(plan.files, in: home) + kindsLosingIDs(plan.sequel?.files ?? [:], in: home.other)
        let referring = kinds.filter { kind in targets.contains { kind.canRefer(to: $0) } }
        try requireFolders(of: referring.filter { canSee($0) })
        let hidden = Set(hiddenKinds.map(\.name))
        guard referring.contains(where: { hidden.contains($0.name) }) else { return [] }
        return [
            Plan.Remark(
                text: "the private companion is not here, so references in it are not rewritten",
                help: "where it is, run the same command, or see what is left there: cotech check")
        ]
    }

    private func kindsLosingIDs(_ files: [String: [UInt8]?], in home: Kind.Home) -> [Kind.Name] {
        kinds(in: home).filter { kind in
            func ids(_ isGone: Bool) -> Set<RecordID> {
                Set(files.filter { ($0.value == nil) == isGone }.keys.compactMap { kind.path.id(at: $0) })
            }
            return !kind.isSingle && !ids(true).subtracting(ids(false)).isEmpty
        }.map(\.name)
    }
}

extension Kind {
    /// Whether its records may name one of another kind, in a field or in their own path.
    fileprivate func canRefer(to target: Kind.Name) -> Bool {
        fields.contains { $0.shape.references.contains(target) }
            || path.placeholders.contains { $0.reference == target }
    }
}
