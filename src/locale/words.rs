//! What the app can say, as a type: a language that leaves a gap does not compile.

use super::{Locale, en, vi};

/// All words of one language.
///
/// Each section of them is asked for by a call of its own: so it lies in the part of the app that says it, and the first screen
/// does not wait for what it never says (`features/parts.rs`).
pub(crate) struct Words {
    /// The language.
    pub(crate) locale: Locale,
}

impl Words {
    /// The frame around every screen.
    pub(crate) const fn nav(&self) -> &'static Nav {
        self.locale.either(&vi::NAV, &en::NAV)
    }

    /// The sync in words.
    pub(crate) const fn sync(&self) -> &'static Sync {
        self.locale.either(&vi::SYNC, &en::SYNC)
    }

    /// What is said where nothing waits.
    pub(crate) const fn start(&self) -> &'static Start {
        self.locale.either(&vi::START, &en::START)
    }

    /// Opening the store.
    pub(crate) const fn opening(&self) -> &'static OpeningWords {
        self.locale.either(&vi::OPENING, &en::OPENING)
    }

    /// A part of the app that is still to come.
    pub(crate) const fn part(&self) -> &'static PartWords {
        self.locale.either(&vi::PART, &en::PART)
    }

    /// Signing in.
    pub(crate) const fn sign_in(&self) -> &'static SignIn {
        self.locale.either(&vi::SIGN_IN, &en::SIGN_IN)
    }

    /// A clock that is wrong.
    pub(crate) const fn clock(&self) -> &'static ClockWords {
        self.locale.either(&vi::CLOCK, &en::CLOCK)
    }

    /// A new version of the app.
    pub(crate) const fn update(&self) -> &'static UpdateWords {
        self.locale.either(&vi::UPDATE, &en::UPDATE)
    }

    /// Why an exchange failed, or the store.
    pub(crate) const fn failure(&self) -> &'static Failures {
        self.locale.either(&vi::FAILURE, &en::FAILURE)
    }

    /// What all forms say.
    pub(crate) const fn form(&self) -> &'static Forms {
        self.locale.either(&vi::FORM, &en::FORM)
    }

    /// What is said of records of every kind.
    pub(crate) const fn record(&self) -> &'static Records {
        self.locale.either(&vi::RECORD, &en::RECORD)
    }

    /// What is said of nominations.
    pub(crate) const fn nomination(&self) -> &'static Nominations {
        self.locale.either(&vi::NOMINATION, &en::NOMINATION)
    }

    /// What the law asks for.
    pub(crate) const fn law(&self) -> &'static LawWords {
        self.locale.either(&vi::LAW, &en::LAW)
    }

    /// What is said of pledges.
    pub(crate) const fn pledge(&self) -> &'static Pledges {
        self.locale.either(&vi::PLEDGE, &en::PLEDGE)
    }

    /// What wants the officer.
    pub(crate) const fn work(&self) -> &'static Work {
        self.locale.either(&vi::WORK, &en::WORK)
    }

    /// The health of the sync.
    pub(crate) const fn health(&self) -> &'static Health {
        self.locale.either(&vi::HEALTH, &en::HEALTH)
    }

    /// The rest: account, look, installing, updates.
    pub(crate) const fn more(&self) -> &'static More {
        self.locale.either(&vi::MORE, &en::MORE)
    }

    /// What can go wrong, and what to do.
    pub(crate) const fn fault(&self) -> &'static Faults {
        self.locale.either(&vi::FAULT, &en::FAULT)
    }

    /// Sentences with a number in them.
    pub(crate) const fn count(&self) -> &'static Counts {
        self.locale.either(&vi::COUNT, &en::COUNT)
    }
}

/// The frame around every screen.
pub(crate) struct Nav {
    pub(crate) skip: &'static str,
    pub(crate) label: &'static str,
    pub(crate) back: &'static str,
    pub(crate) people: &'static str,
    pub(crate) new_profile: &'static str,
    pub(crate) settings: &'static str,
    pub(crate) quotas: &'static str,
    pub(crate) decisions: &'static str,
    pub(crate) council: &'static str,
    pub(crate) notices: &'static str,
    pub(crate) calendar: &'static str,
    pub(crate) movements: &'static str,
    pub(crate) models: &'static str,
    pub(crate) blocs: &'static str,
    pub(crate) scores: &'static str,
    pub(crate) import: &'static str,
    pub(crate) nominations: &'static str,
    pub(crate) add: &'static str,
    pub(crate) new_nomination: &'static str,
    pub(crate) pledges: &'static str,
    pub(crate) new_pledge: &'static str,
    pub(crate) work: &'static str,
    pub(crate) more: &'static str,
    pub(crate) nowhere: &'static str,
    pub(crate) nowhere_help: &'static str,
}

/// The sync in words.
pub(crate) struct Sync {
    pub(crate) safe: &'static str,
    pub(crate) nothing_yet: &'static str,
    pub(crate) receiving: &'static str,
    /// Records that came, records still to come, their size, their seconds.
    pub(crate) coming: fn(&str, &str, &str, &str) -> String,
    pub(crate) sending: &'static str,
    pub(crate) offline: &'static str,
    pub(crate) offline_short: &'static str,
    /// What is at a hub is not at the committee's endpoint yet; how many follows.
    pub(crate) at_hub: &'static str,
    /// Nothing is only here; what others have done comes from a hub.
    pub(crate) by_hub: &'static str,
    pub(crate) needs_sign_in: &'static str,
    pub(crate) failed: &'static str,
    pub(crate) just_now: &'static str,
    pub(crate) only_here: fn(usize) -> String,
    pub(crate) not_there_yet: fn(usize) -> String,
}

/// What is said where nothing waits.
pub(crate) struct Start {
    pub(crate) all_done: &'static str,
    pub(crate) all_done_help: &'static str,
    pub(crate) welcome: &'static str,
    pub(crate) welcome_help: &'static str,
}

/// A clock that is wrong.
pub(crate) struct ClockWords {
    pub(crate) ahead: fn(usize) -> String,
    pub(crate) behind: fn(usize) -> String,
}

/// A new version of the app.
pub(crate) struct UpdateWords {
    pub(crate) ready: &'static str,
    pub(crate) now: &'static str,
    pub(crate) later: &'static str,
}

/// Why an exchange failed, or the store.
pub(crate) struct Failures {
    pub(crate) storage: &'static str,
    pub(crate) cut: &'static str,
    pub(crate) too_slow: &'static str,
    pub(crate) unreadable: &'static str,
    pub(crate) newer_app_needed: &'static str,
    pub(crate) endpoint: fn(u16) -> String,
}

/// What all forms say.
pub(crate) struct Forms {
    pub(crate) optional: &'static str,
    pub(crate) choose: &'static str,
    pub(crate) missing: &'static str,
    pub(crate) all_there: &'static str,
    pub(crate) draft_kept: &'static str,
    pub(crate) saving: &'static str,
    pub(crate) saved: &'static str,
    pub(crate) mend: &'static str,
    pub(crate) save: &'static str,
    pub(crate) close: &'static str,
    pub(crate) cancel: &'static str,
    pub(crate) resumed: &'static str,
    pub(crate) discard: &'static str,
}

/// What is said of records of every kind.
pub(crate) struct Records {
    pub(crate) year: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) state: &'static str,
    pub(crate) nothing: &'static str,
    pub(crate) other_field: &'static str,
    pub(crate) all_years: &'static str,
    pub(crate) all_units: &'static str,
    pub(crate) any_state: &'static str,
    pub(crate) only_here: &'static str,
    /// At a hub as well, and not at the committee's endpoint.
    pub(crate) at_hub: &'static str,
    /// As a hub says, provisionally.
    pub(crate) by_hub: &'static str,
    pub(crate) sent: &'static str,
    pub(crate) two_versions: &'static str,
    pub(crate) returned: &'static str,
    pub(crate) returned_help: &'static str,
    pub(crate) keep_record: &'static str,
    pub(crate) shown_value: &'static str,
    pub(crate) other_value: &'static str,
    pub(crate) keep_this: &'static str,
    pub(crate) use_other: &'static str,
    pub(crate) settled: &'static str,
    pub(crate) edit: &'static str,
    pub(crate) delete: &'static str,
    pub(crate) delete_title: &'static str,
    pub(crate) delete_text: &'static str,
    pub(crate) was_deleted: &'static str,
    pub(crate) undo: &'static str,
    pub(crate) restore: &'static str,
    pub(crate) was_restored: &'static str,
    pub(crate) deleted_list: &'static str,
    pub(crate) none_deleted: &'static str,
    pub(crate) none_deleted_help: &'static str,
    pub(crate) back_to_list: &'static str,
    pub(crate) not_found: &'static str,
    pub(crate) not_found_help: &'static str,
    pub(crate) widen: &'static str,
    pub(crate) absent: &'static str,
    pub(crate) absent_help: &'static str,
    pub(crate) read_only: &'static str,
    pub(crate) changed: &'static str,
}

/// What is said of nominations.
pub(crate) struct Nominations {
    pub(crate) edit: &'static str,
    pub(crate) first: &'static str,
    pub(crate) search: &'static str,
    pub(crate) choose: &'static str,
    pub(crate) choose_help: &'static str,
    pub(crate) empty: &'static str,
    pub(crate) empty_help: &'static str,
    pub(crate) nameless: &'static str,
    pub(crate) who: &'static str,
    pub(crate) what: &'static str,
    pub(crate) why: &'static str,
    pub(crate) subject: &'static str,
    pub(crate) individual: &'static str,
    pub(crate) collective: &'static str,
    pub(crate) household: &'static str,
    pub(crate) award: &'static str,
    pub(crate) award_help: &'static str,
    pub(crate) received_help: &'static str,
    pub(crate) titles: &'static str,
    pub(crate) forms: &'static str,
    pub(crate) year_help: &'static str,
    pub(crate) unit_help: &'static str,
    pub(crate) name: &'static str,
    pub(crate) name_help: &'static str,
    pub(crate) birth_year: &'static str,
    pub(crate) birth_year_help: &'static str,
    pub(crate) position: &'static str,
    pub(crate) workplace: &'static str,
    pub(crate) workplace_help: &'static str,
    pub(crate) achievements: &'static str,
    pub(crate) achievements_help: &'static str,
    pub(crate) initiative: &'static str,
    pub(crate) initiative_help: &'static str,
    pub(crate) rule_set: &'static str,
}

/// What the law asks for, and what is said of it.
pub(crate) struct LawWords {
    pub(crate) grounds: &'static str,
    pub(crate) grounds_help: &'static str,
    pub(crate) rating: &'static str,
    pub(crate) ratings: [&'static str; 4],
    pub(crate) recognition: &'static str,
    pub(crate) recognition_help: &'static str,
    pub(crate) recognitions: [&'static str; 4],
    pub(crate) months: &'static str,
    pub(crate) months_help: &'static str,
    pub(crate) registered: &'static str,
    pub(crate) registrations: [&'static str; 2],
    pub(crate) procedure: &'static str,
    pub(crate) procedures: [&'static str; 2],
    pub(crate) members: &'static str,
    pub(crate) advanced: &'static str,
    pub(crate) completed: &'static str,
    pub(crate) of_the_base: &'static str,
    pub(crate) title: &'static str,
    pub(crate) all_met: &'static str,
    pub(crate) not_met: &'static str,
    pub(crate) cannot_tell: &'static str,
    pub(crate) missing: &'static str,
    pub(crate) block: &'static str,
    pub(crate) warn: &'static str,
    pub(crate) inform: &'static str,
    pub(crate) draft: &'static str,
    pub(crate) expected: &'static str,
    pub(crate) local: &'static str,
    pub(crate) stands_under: &'static str,
    pub(crate) counted_help: &'static str,
    pub(crate) day_help: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) favourable: &'static str,
    pub(crate) favourable_help: &'static str,
    pub(crate) in_register: &'static str,
    pub(crate) which_one: &'static str,
}

/// What is said of pledges.
pub(crate) struct Pledges {
    pub(crate) edit: &'static str,
    pub(crate) first: &'static str,
    pub(crate) search: &'static str,
    pub(crate) choose: &'static str,
    pub(crate) choose_help: &'static str,
    pub(crate) empty: &'static str,
    pub(crate) empty_help: &'static str,
    pub(crate) about: &'static str,
    pub(crate) group: &'static str,
    pub(crate) group_help: &'static str,
    pub(crate) content: &'static str,
    pub(crate) content_help: &'static str,
    pub(crate) targets: &'static str,
    pub(crate) add_target: &'static str,
    pub(crate) remove_target: &'static str,
    pub(crate) move_up: &'static str,
    pub(crate) move_down: &'static str,
    pub(crate) target_name: &'static str,
    pub(crate) target_name_help: &'static str,
    pub(crate) measure: &'static str,
    pub(crate) measure_help: &'static str,
    pub(crate) plan: &'static str,
    pub(crate) result: &'static str,
    pub(crate) order: &'static str,
    pub(crate) no_result: &'static str,
    pub(crate) no_plan: &'static str,
    pub(crate) partly: &'static str,
    pub(crate) fully: &'static str,
}

/// What is to be done.
pub(crate) struct Work {
    pub(crate) refused: &'static str,
    pub(crate) refused_help: &'static str,
    pub(crate) refused_because: &'static str,
    pub(crate) what_was_written: &'static str,
    pub(crate) edit_again: &'static str,
    pub(crate) take_back: &'static str,
    pub(crate) taken_back: &'static str,
    pub(crate) to_settle: &'static str,
    pub(crate) to_settle_help: &'static str,
    pub(crate) in_fields: &'static str,
    pub(crate) settle: &'static str,
    pub(crate) waiting: &'static str,
    pub(crate) waiting_help: &'static str,
    pub(crate) drafts: &'static str,
    pub(crate) drafts_help: &'static str,
    pub(crate) editing: &'static str,
    pub(crate) go_on: &'static str,
    pub(crate) draft_dropped: &'static str,
    pub(crate) pairs: &'static str,
    pub(crate) pairs_help: &'static str,
    pub(crate) pair_same: &'static str,
    pub(crate) pair_perhaps: &'static str,
    pub(crate) pair_two: &'static str,
    pub(crate) pair_reason: &'static str,
}

/// The health of the sync.
pub(crate) struct Health {
    pub(crate) title: &'static str,
    pub(crate) now: &'static str,
    pub(crate) last_safe: &'static str,
    pub(crate) never_safe: &'static str,
    pub(crate) only_here: &'static str,
    pub(crate) attempts: &'static str,
    pub(crate) no_attempts: &'static str,
    pub(crate) device: &'static str,
    pub(crate) device_id: &'static str,
    pub(crate) version: &'static str,
    pub(crate) used: &'static str,
    pub(crate) left: &'static str,
    pub(crate) storage: &'static str,
    pub(crate) persisted: &'static str,
    pub(crate) not_persisted: &'static str,
    pub(crate) persist: &'static str,
    pub(crate) persist_help: &'static str,
    pub(crate) attempt_done: fn(usize, usize, &str) -> String,
    pub(crate) attempt_at_hub: fn(usize, &str) -> String,
}

/// Signing in.
pub(crate) struct SignIn {
    pub(crate) title: &'static str,
    pub(crate) about: &'static str,
    pub(crate) login: &'static str,
    pub(crate) password: &'static str,
    pub(crate) login_missing: &'static str,
    pub(crate) password_missing: &'static str,
    pub(crate) button: &'static str,
    pub(crate) busy: &'static str,
    pub(crate) help: &'static str,
    pub(crate) offline: &'static str,
    pub(crate) wrong: &'static str,
    pub(crate) too_many: &'static str,
    pub(crate) other_account: &'static str,
    pub(crate) revoked: &'static str,
    pub(crate) closed: &'static str,
    pub(crate) forgotten: &'static str,
    pub(crate) slip: &'static str,
}

/// Opening the store.
pub(crate) struct OpeningWords {
    pub(crate) reading: &'static str,
    pub(crate) title: &'static str,
    pub(crate) blocked: &'static str,
    pub(crate) no_room: &'static str,
    pub(crate) newer: &'static str,
    pub(crate) refused: &'static str,
    pub(crate) again: &'static str,
}

/// A part of the app that is still to come.
pub(crate) struct PartWords {
    pub(crate) coming: &'static str,
    pub(crate) absent: &'static str,
    pub(crate) absent_help: &'static str,
    pub(crate) again: &'static str,
    pub(crate) reload: &'static str,
}

/// The rest: account, look, installing, updates.
pub(crate) struct More {
    pub(crate) account: &'static str,
    pub(crate) account_name: &'static str,
    pub(crate) login: &'static str,
    pub(crate) committee: &'static str,
    pub(crate) sign_out: &'static str,
    pub(crate) sign_out_title: &'static str,
    pub(crate) sign_out_text: &'static str,
    pub(crate) sign_out_word: &'static str,
    pub(crate) sign_out_typed: &'static str,
    pub(crate) look: &'static str,
    pub(crate) language: &'static str,
    pub(crate) theme: &'static str,
    pub(crate) theme_device: &'static str,
    pub(crate) theme_light: &'static str,
    pub(crate) theme_dark: &'static str,
    pub(crate) contrast: &'static str,
    pub(crate) contrast_normal: &'static str,
    pub(crate) contrast_high: &'static str,
    pub(crate) install_title: &'static str,
    pub(crate) install: &'static str,
    pub(crate) install_help: &'static str,
    pub(crate) install_by_hand: &'static str,
    pub(crate) committee_data: &'static str,
    pub(crate) data: &'static str,
    pub(crate) deleted_nominations: &'static str,
    pub(crate) deleted_pledges: &'static str,
}

/// What can go wrong, and what to do.
pub(crate) struct Faults {
    pub(crate) missing: &'static str,
    pub(crate) name_missing: &'static str,
    pub(crate) award_missing: &'static str,
    pub(crate) target_missing: &'static str,
    pub(crate) no_place: &'static str,
    pub(crate) not_whole: &'static str,
    pub(crate) not_a_number: &'static str,
    pub(crate) too_many_decimals: &'static str,
    pub(crate) too_large: &'static str,
    pub(crate) negative: &'static str,
    pub(crate) unknown_kind: &'static str,
    pub(crate) unknown_field: &'static str,
    pub(crate) wrong_type: &'static str,
    pub(crate) not_composed: &'static str,
    pub(crate) control_character: &'static str,
    pub(crate) unknown_award: &'static str,
    pub(crate) award_not_for_subject: &'static str,
    pub(crate) award_not_in_rule_set: &'static str,
    pub(crate) unknown_rule_set: &'static str,
    pub(crate) not_a_day: &'static str,
    pub(crate) not_a_link: &'static str,
    pub(crate) unknown_setting: &'static str,
    pub(crate) forbidden: fn(u16) -> String,
    pub(crate) out_of_scope: &'static str,
    pub(crate) wrong_place: &'static str,
    pub(crate) other_unit: &'static str,
    pub(crate) not_administrator: &'static str,
    pub(crate) reads_only: &'static str,
    pub(crate) not_standing_office: &'static str,
    pub(crate) malformed: &'static str,
    pub(crate) counter_reused: &'static str,
    pub(crate) parent_refused: &'static str,
    pub(crate) by_person: &'static str,
    pub(crate) record_exists: &'static str,
    pub(crate) record_differs: &'static str,
    pub(crate) no_room: &'static str,
    pub(crate) signed_out: &'static str,
    pub(crate) no_record: &'static str,
    pub(crate) not_saved: &'static str,
    pub(crate) too_long: fn(usize) -> String,
    pub(crate) out_of_range: fn(i64, i64) -> String,
    pub(crate) unknown_reason: fn(u16) -> String,
}

/// Sentences with a number in them.
pub(crate) struct Counts {
    pub(crate) nominations: fn(usize) -> String,
    pub(crate) pledges: fn(usize) -> String,
    pub(crate) targets: fn(usize, usize) -> String,
    pub(crate) target_number: fn(usize) -> String,
    pub(crate) loses: fn(usize, usize) -> String,
}

/// A number as rules are cited by it: 05.
pub(crate) fn two_digits(number: u16) -> String {
    if number < 10 { ["0", &number.to_string()].concat() } else { number.to_string() }
}
