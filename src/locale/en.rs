//! English, complete beside the Vietnamese.

use super::words::{
    ClockWords, Counts, Failures, Faults, Forms, Health, LawWords, More, Nav, Nominations, OpeningWords,
    PartWords, Pledges, Records, SignIn, Start, Sync, UpdateWords, Work, two_digits,
};

pub(super) static NAV: Nav = Nav {
    skip: "Skip to the content",
    label: "Parts of the app",
    back: "Back",
    people: "Register",
    new_profile: "Add to the register",
    settings: "Settings of the committee",
    quotas: "Quotas",
    decisions: "Decisions",
    council: "Council",
    notices: "Public notices",
    calendar: "Calendar",
    movements: "Movements",
    models: "Models worth copying",
    blocs: "Blocs and clusters",
    scores: "Scores",
    import: "Import a list from Excel",
    nominations: "Nominations",
    add: "Add: ",
    new_nomination: "New nomination",
    pledges: "Pledges",
    new_pledge: "New pledge",
    work: "To do",
    more: "More",
    nowhere: "No such page",
    nowhere_help: "The address may be mistyped.",
};

pub(super) static SYNC: Sync = Sync {
    safe: "Safely stored",
    nothing_yet: "No exchange with the server yet",
    receiving: "Receiving what is new",
    coming: |came, left, size, seconds| {
        [came, " records received, ", left, " to come · ", size, " · ", seconds, " s"].concat()
    },
    sending: "Sending ",
    offline: "No network. You can work as usual.",
    offline_short: "No network.",
    at_hub: "Kept at the conference hub, not at the committee's endpoint yet:",
    by_hub: "As the conference hub says. This device's work is at the committee's endpoint.",
    needs_sign_in: "Sign in again to send",
    failed: "Not sent yet.",
    just_now: "just now",
    only_here: |n| [&counted(n, "item"), " only on this device"].concat(),
    not_there_yet: |n| if n == 1 { "1 item".to_owned() } else { [&n.to_string(), " items"].concat() },
};

pub(super) static START: Start = Start {
    all_done: "Nothing is waiting",
    all_done_help: "All that you entered is in its place. Time for a short rest.",
    welcome: "Welcome",
    welcome_help: "Begin with a nomination or a pledge. With or without a network.",
};

pub(super) static OPENING: OpeningWords = OpeningWords {
    reading: "Opening…",
    title: "The data on this device cannot be opened. Nothing is lost.",
    blocked: "An older version of the app is open in another tab. Close that tab and open this one again.",
    no_room: "The device is full. Remove pictures or files that are not needed and open again.",
    newer: "The data were written by a newer version of the app. Open again with a connection to update.",
    refused: "The browser does not let the app keep data (a private window?). Use an ordinary window.",
    again: "Open again",
};

pub(super) static PART: PartWords = PartWords {
    coming: "Fetching this part…",
    absent: "This part is not here yet",
    absent_help: "The app has not been fetched whole. Try again when there is a network, or open the app again; what you saved is all there.",
    again: "Try again",
    reload: "Open the app again",
};

pub(super) static SIGN_IN: SignIn = SignIn {
    title: "Sign in",
    about: "Emulation and commendation",
    login: "Account",
    password: "Password",
    login_missing: "Enter the account, for example: longmon.",
    password_missing: "Enter the password.",
    button: "Sign in",
    busy: "Signing in…",
    help: "A network is needed this once. After that you can enter, edit and search without one.",
    offline: "There is no network, so signing in must wait. Try again where there is a signal.",
    wrong: "The account or the password is not right. Check capital letters.",
    too_many: "Too many attempts. Wait a few minutes, or ask the administrator.",
    other_account: "This device holds the work of another account. Sign in with that account, or sign it out first.",
    revoked: "An administrator has revoked this device. What is stored is still on it; please ask the administrator.",
    closed: "This account is not in use. What is stored stays. Ask the administrator.",
    forgotten: "Forgotten password: ask for a new slip.",
    slip: "I have an enrolment slip",
};

pub(super) static CLOCK: ClockWords = ClockWords {
    ahead: |minutes| {
        ["The device’s clock is ", &counted(minutes, "minute"), " fast. Set it right in the settings."]
            .concat()
    },
    behind: |minutes| {
        ["The device’s clock is ", &counted(minutes, "minute"), " slow. Set it right in the settings."]
            .concat()
    },
};

pub(super) static UPDATE: UpdateWords =
    UpdateWords { ready: "There is a new version of the app.", now: "Use it now", later: "Later" };

pub(super) static FAILURE: Failures = Failures {
    storage: "The device could not store it. Try again; what you typed is still here.",
    cut: "The line was cut. It will try again by itself.",
    too_slow: "The server did not answer. It will try again by itself.",
    unreadable: "The answer was damaged. It will try again by itself.",
    newer_app_needed: "A newer version of the app is needed. Close it and open it again with a network.",
    endpoint: |status| {
        ["The server has a problem (", &status.to_string(), "). It will try again by itself."].concat()
    },
};

pub(super) static FORM: Forms = Forms {
    optional: "(optional)",
    choose: "Choose…",
    missing: "Still missing: ",
    all_there: "Everything required is there",
    draft_kept: "Draft kept at ",
    saving: "Saving…",
    saved: "Saved on this device",
    mend: "Some fields need mending. See the red line under each.",
    save: "Save",
    close: "Close",
    cancel: "Cancel",
    resumed: "This is the draft you wrote",
    discard: "Discard the draft",
};

pub(super) static RECORD: Records = Records {
    year: "Year",
    unit: "Unit",
    state: "State",
    nothing: "none yet",
    other_field: "Another field",
    all_years: "All years",
    all_units: "All units",
    any_state: "Any state",
    only_here: "Only on this device",
    at_hub: "At the hub, not at the committee yet",
    by_hub: "As the hub says",
    sent: "Sent",
    two_versions: "Two versions",
    returned: "Came back after deletion",
    returned_help: "Somebody deleted this while somebody else edited it. It was kept for you to decide.",
    keep_record: "Keep it",
    shown_value: "The version shown",
    other_value: "The other version",
    keep_this: "Keep this version",
    use_other: "Use the other",
    settled: "Settled and saved on this device",
    edit: "Edit",
    delete: "Delete",
    delete_title: "Delete this?",
    delete_text: "” goes to the deleted ones. You can restore it at any time.",
    was_deleted: "Deleted",
    undo: "Undo",
    restore: "Restore",
    was_restored: "Restored",
    deleted_list: "Deleted",
    none_deleted: "Nothing deleted",
    none_deleted_help: "What is deleted stays here and can be restored.",
    back_to_list: "Back to the list",
    not_found: "Nothing found",
    not_found_help: "Try fewer letters, with or without marks, or fewer filters.",
    widen: "Show all",
    absent: "Not on this device",
    absent_help: "It may not have arrived yet, or belongs to another unit.",
    read_only: "Another unit’s record: read only.",
    changed: "Last changed ",
};

pub(super) static NOMINATION: Nominations = Nominations {
    edit: "Edit nomination",
    first: "Add the first nomination",
    search: "Search names, awards, workplaces",
    choose: "Choose a nomination",
    choose_help: "All of it will appear here.",
    empty: "No nominations yet",
    empty_help: "Here are the nominations of individuals, collectives and households. They can be entered without a network.",
    nameless: "(no name yet)",
    who: "Who is nominated",
    what: "For which award",
    why: "Why",
    subject: "Nominee",
    individual: "Individual",
    collective: "Collective",
    household: "Household",
    award: "Title or form of commendation",
    received_help: "Day/month/year. The rules follow from this day; before receipt, from today.",
    award_help: "The catalogue follows the rules of the chosen year.",
    titles: "Emulation titles",
    forms: "Forms of commendation",
    year_help: "The year of the achievement.",
    unit_help: "The unit that nominates.",
    name: "Name",
    name_help: "The full name of the person, the collective, or the head of the household.",
    birth_year: "Year of birth",
    birth_year_help: "Tells people of the same name apart.",
    position: "Position",
    workplace: "Workplace or residence",
    workplace_help: "For example: Long Môn Primary School.",
    achievements: "Achievements",
    achievements_help: "What was done and what came of it, with figures where there are any.",
    initiative: "Initiative",
    initiative_help: "Its name and who recognised it, if any.",
    rule_set: "Under the rules of",
};

pub(super) static LAW: LawWords = LawWords {
    grounds: "Grounds",
    grounds_help: "What is filled in is judged, and no more.",
    rating: "Rating of the year",
    ratings: [
        "Tasks not completed",
        "Tasks completed",
        "Tasks completed well",
        "Tasks completed excellently",
    ],
    recognition: "Recognition of the initiative",
    recognition_help: "A topic, or bravery in combat, counts as an initiative of the base.",
    recognitions: [
        "Not recognised",
        "Recognised at the base",
        "Of effect in the province",
        "Of effect in the country",
    ],
    months: "Months worked",
    months_help: "Maternity leave counts as work.",
    registered: "Registered at the start of the year",
    registrations: ["Registered", "Not registered"],
    procedure: "Discipline, inspection, investigation",
    procedures: ["None", "Pending"],
    members: "Members",
    advanced: "Advanced workers among them",
    completed: "Members who completed their tasks",
    of_the_base: "Grassroots emulation soldiers",
    title: "What the rules ask for",
    all_met: "What was judged is met",
    not_met: "Not met",
    cannot_tell: "Too little is known to judge",
    missing: "Missing: ",
    block: "The law forbids it",
    warn: "To be looked at again; with a reason it can still be proposed",
    inform: "To know",
    draft: "draft, to be updated",
    expected: "expected, the text was not read",
    local: "set locally",
    stands_under: "Stands under: ",
    counted_help: "After a discipline, achievements count from the day on which it ended.",
    day_help: "Day/month/year, such as 03/04/2024.",
    reason: "Why it is proposed all the same",
    favourable: "The new rules are kinder",
    favourable_help: "A dossier received before the law changed may follow the new rules where they are kinder.",
    in_register: "In the register: ",
    which_one: "The register has several of that name. Choose the right one, so that past years count.",
};

pub(super) static PLEDGE: Pledges = Pledges {
    edit: "Edit pledge",
    first: "Add the first pledge",
    search: "Search units, blocs, clusters",
    choose: "Choose a pledge",
    choose_help: "Its targets and results will appear here.",
    empty: "No pledges yet",
    empty_help: "Here are the pledges made in a bloc or cluster: what is promised, the targets and the results.",
    about: "Whose pledge",
    group: "Bloc or cluster",
    group_help: "The units of the bloc or cluster can read this pledge.",
    content: "What is promised",
    content_help: "In short, what the unit promises for the year.",
    targets: "Targets",
    add_target: "Add a target",
    remove_target: "Remove this target",
    move_up: "Move up",
    move_down: "Move down",
    target_name: "Target",
    target_name_help: "For example: households out of poverty.",
    measure: "Measured in",
    measure_help: "households, %, ha…",
    plan: "Plan",
    result: "Result",
    order: "Order",
    no_result: "No result yet",
    no_plan: "There is a result, but no plan to measure it by",
    partly: "Reached ",
    fully: "Plan reached: ",
};

pub(super) static WORK: Work = Work {
    refused: "Not carried out",
    refused_help: "The server did not take these changes. What you typed is still here.",
    refused_because: "Not taken because:",
    what_was_written: "See what was written",
    edit_again: "Mend and send again",
    take_back: "Take back",
    taken_back: "The change was taken back",
    to_settle: "Choose a version",
    to_settle_help: "Two people changed the same thing. Both versions are kept; say which is right.",
    in_fields: "They differ in: ",
    settle: "Look and choose",
    waiting: "Waiting for you",
    waiting_help: "Dossiers that wait for you to deal with them; what is due first comes first.",
    drafts: "Half written",
    drafts_help: "Drafts are only on this device and not saved as records yet.",
    editing: "Being edited",
    go_on: "Go on writing",
    draft_dropped: "The draft was discarded",
    pairs: "Perhaps twice",
    pairs_help: "Namesakes are common. Look again, and delete one if they are the same.",
    pair_same: "Same name, year of birth and award",
    pair_two: "Two nominations, not one",
    pair_reason: "Looked at: two different nominations.",
    pair_perhaps: "Names alike, same award",
};

pub(super) static HEALTH: Health = Health {
    title: "Storing and sending",
    now: "Send and receive now",
    last_safe: "Everything was last safe at the server: ",
    never_safe: "This device has sent nothing to the server yet.",
    only_here: "Only on this device",
    attempts: "The last attempts",
    no_attempts: "No attempt yet.",
    device: "This device",
    device_id: "Device code",
    version: "Version",
    used: "Data in use",
    left: "Room left",
    storage: "How data are kept",
    persisted: "For good",
    not_persisted: "The browser may clear them when the device is full",
    persist: "Ask to keep them for good",
    persist_help: "Browsers usually agree once the app is on the home screen.",
    attempt_done: |sent, received, bytes| {
        if sent == 0 && received == 0 {
            return ["Nothing new · ", bytes].concat();
        }
        ["Sent ", &sent.to_string(), ", received ", &received.to_string(), " · ", bytes].concat()
    },
    attempt_at_hub: |sent, bytes| ["At the conference hub: sent ", &sent.to_string(), " · ", bytes].concat(),
};

pub(super) static MORE: More = More {
    account: "Account",
    account_name: "User",
    login: "Account name",
    committee: "Committee",
    sign_out: "Sign out",
    sign_out_title: "Sign out of this device?",
    sign_out_text: "Everything is safe at the server. The data on this device will be cleared; signing in again needs a network.",
    sign_out_word: "delete",
    sign_out_typed: "If you still want to, type the word",
    look: "Display",
    language: "Language",
    theme: "Background",
    theme_device: "As the device",
    theme_light: "Light",
    theme_dark: "Dark",
    contrast: "Contrast",
    contrast_normal: "Normal",
    contrast_high: "High, for sunlight",
    install_title: "Put on the home screen",
    install: "Install",
    install_help: "Opens like an app, without typing an address, and keeps its data better.",
    install_by_hand: "In the browser’s menu, choose “Add to home screen”.",
    committee_data: "Register, quotas, settings",
    data: "Data",
    deleted_nominations: "Deleted nominations",
    deleted_pledges: "Deleted pledges",
};

pub(super) static FAULT: Faults = Faults {
    missing: "Fill this in.",
    name_missing: "Enter the name.",
    award_missing: "Choose the title or form of commendation.",
    target_missing: "Give the target a name.",
    no_place: "Choose one from the list.",
    not_whole: "Digits only, for example: 2023.",
    not_a_number: "Write a number like 1,234.5.",
    too_many_decimals: "At most six digits after the point.",
    too_large: "This number is too large.",
    negative: "The number cannot be negative.",
    unknown_kind: "The server does not know this kind of record. Update the app.",
    unknown_field: "The server does not know this field. Update the app.",
    wrong_type: "This is not what belongs here. Enter it again.",
    not_composed: "Letters and marks are apart. Type it again.",
    control_character: "There are strange characters, perhaps from pasting. Type it again.",
    unknown_award: "The catalogue has no such award. Choose again.",
    award_not_for_subject: "This award is not given to such nominees.",
    award_not_in_rule_set: "The rules of this year do not have that award. Choose again, or check the year.",
    not_a_day: "Write the day as day/month/year, such as 03/04/2024.",
    not_a_link: "What was chosen is not there any more. Choose again.",
    unknown_setting: "The app does not know this setting. Update the app.",
    forbidden: |rule| {
        [
            "The law forbids it (rule R",
            &two_digits(rule),
            "). See what is not met under What the rules ask for.",
        ]
        .concat()
    },
    unknown_rule_set: "The app does not know these rules. Update the app.",
    out_of_scope: "Your account does not cover this unit.",
    wrong_place: "Such records do not belong to the chosen place.",
    not_administrator: "Only the administrator changes settings and the calendar.",
    reads_only: "This account only reads and votes.",
    not_standing_office: "This is for the standing office of the council.",
    other_unit: "This is another unit’s record; only that unit can change it.",
    malformed: "The server could not read this change. Update the app and enter it again.",
    counter_reused: "This device seems to be a copy of another. Call the administrator.",
    parent_refused: "An earlier change of this record was not taken.",
    by_person: "Who looked at it refused it.",
    record_exists: "The server has this record already.",
    record_differs: "The record at the server is of another kind or place.",
    no_room: "The device is full. Make room and save again. What you typed is still here.",
    signed_out: "You are signed out. Sign in and save again.",
    no_record: "This record is no longer on the device.",
    not_saved: "Something is not right, so it was not saved.",
    too_long: |max| ["Too long. At most ", &max.to_string(), " letters."].concat(),
    out_of_range: |min, max| {
        ["Write a number from ", &min.to_string(), " to ", &max.to_string(), "."].concat()
    },
    unknown_reason: |code| {
        ["The reason is not known (number ", &code.to_string(), "). Update the app."].concat()
    },
};

pub(super) static COUNT: Counts = Counts {
    nominations: |n| counted(n, "nomination"),
    pledges: |n| counted(n, "pledge"),
    targets: |done, all| [&done.to_string(), " of ", &counted(all, "target"), " reached"].concat(),
    target_number: |n| ["Target ", &n.to_string()].concat(),
    loses: |unsent, drafts| {
        let parts = [(unsent, "unsent item"), (drafts, "draft")];
        let parts = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| counted(n, what));
        let parts: Vec<_> = parts.collect();
        [
            "This device still holds ",
            &parts.join(" and "),
            ". Signing out now loses them for good. Find a network and send them first.",
        ]
        .concat()
    },
};

fn counted(n: usize, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    [n.to_string().as_str(), " ", what, plural].concat()
}
