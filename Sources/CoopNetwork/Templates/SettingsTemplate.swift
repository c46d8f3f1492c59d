/// The settings that a new network begins with: every key with what it means, the blank ones to be filled in.
public enum SettingsTemplate {
    /// The settings of the public store.
    public static let network = """
        # The settings of this network. Coordinators change this file. What else may stand here: cotech schema settings

        # What the network is called.
        name:
        # What it is for, in a sentence.
        mission:
        # The currency of its budget, as ISO 4217 has it: GBP, EUR, AUD.
        currency:
        # The time zone in which a day begins and ends, as the IANA database names it: Europe/London. UTC if blank.
        time-zone:
        # The web address of this repository. Links to a file's editing page are made from it.
        web:
        # Where the private companion is, seen from here. It holds people, and co-ops that might join.
        private:
        # Who may change anything: identities that the host vouches for, as HOST:LOGIN, one a line: - gitlab:someone
        coordinators:
        # A newcomer is not warned about old fields for this many days after joining.
        grace: 90
        # A commit that changes the pages of more co-ops than this freshens none of them.
        sweep: 3
        # How many days a field stays fresh, where this network differs from: cotech schema members
        # For example: capacity: 60
        limits:
        # The steps by which a co-op becomes a member.
        onboarding:
          introduced:
            label: Introduced by a member
          principles:
            label: Keeps the seven co-operative principles
          profile-complete:
            label: Profile complete
            needs: description, skills.offered
        # The network's own fields, KIND.NAME and a type each. For example: members.mastodon: url
        extra:

        """

    /// The settings of a private companion.
    public static let companion = """
        # The settings of the private companion. Those of the network are in the public repository.

        # What this repository is called.
        name:
        # Where the public repository is, seen from here.
        companion-of:

        """
}
