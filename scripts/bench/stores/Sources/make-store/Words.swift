/// What the invented co-ops are made of.
enum Words {
    static let onsets = [
        "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "w", "br", "cl", "cr", "dr", "fl", "gl", "gw",
        "pl", "pr", "sc", "sl", "st", "tr", "tw",
    ]
    static let vowels = ["a", "e", "i", "o", "u", "y"]
    static let codas = ["ll", "n", "nd", "r", "rth", "s", "st", "th", "dd", "m", "ck", "lin", "wen", "ton"]
    static let ends = [
        "Bees", "Code", "Collective", "Co-op", "Digital", "Forge", "Labs", "Makers", "Press", "Software", "Studio", "Works",
    ]
    static let towns = [
        "Leeds", "Bristol", "Cardiff", "Glasgow", "Belfast", "Manchester", "Sheffield", "Hebden Bridge", "Machynlleth",
        "London", "Nottingham", "Newcastle", "Norwich", "Totnes", "Stroud", "Hereford", "Ludlow", "Edinburgh", "Oxford",
        "Brighton",
    ]
    static let skills = [
        "accessibility", "accounting", "android", "apache", "bash", "branding", "c", "consulting", "copywriting", "css",
        "data-analysis", "debian", "design", "devops", "django", "docker", "drupal", "elixir", "facilitation", "fundraising",
        "gis", "git", "go", "haskell", "hosting", "html", "illustration", "ios", "java", "javascript", "kubernetes",
        "laravel", "linux", "mapping", "matrix", "mentoring", "moodle", "nextcloud", "node", "perl", "photography", "php",
        "postgresql", "project-management", "python", "rails", "react", "research", "ruby", "rust", "security", "svelte",
        "swift", "sysadmin", "testing", "training", "translation", "typescript", "user-research", "video", "vue",
        "web-design", "wordpress", "writing",
    ]
    static let levels = ["beginner", "average", "expert"]
    static let sectors = ["charities", "education", "energy", "food", "health", "housing", "unions", "councils"]
    static let tools = ["gitlab", "jitsi", "loomio", "matrix", "nextcloud", "libreoffice"]
    static let people = [
        "Mair Evans", "Sam Okafor", "Ana Souza", "Tomos Rhys", "Priya Nair", "Zoë Byrne", "Iain Reid", "Leila Haddad",
        "Jo Marsh", "Kit Adeyemi", "Bea Lindqvist", "Owain Pugh",
    ]
    static let sentences = [
        "We are owned by everyone who works here, and each of us has one vote.",
        "We build and look after websites for charities, unions and campaigns.",
        "Most of our clients have been with us for years, and we like it that way.",
        "We write free software, and we give back what we learn.",
        "We meet every Monday, share the work evenly and publish our accounts.",
        "Ask us about moving away from the large platforms without losing anybody.",
        "We teach, too: two evenings a month anyone may come and learn.",
        "Everything that we host runs on renewable electricity.",
    ]
}
