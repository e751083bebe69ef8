//! JSON that devices and the endpoint say to each other: what was read is written and read as the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;
use thidua_sample::Facts;
use thidua_sync::administration as admin;
use thidua_sync::{directory, hub, passkey};

fuzz_target!(|input: &[u8]| {
    let Some((which, json)) = input.split_first() else { return };
    let Ok(json) = std::str::from_utf8(json) else { return };
    match which % 31 {
        0 => {
            let Some(directory) = the_same::<directory::Directory>(json) else { return };
            if let Some(account) = directory.to_account() {
                assert!(account.grants.len() <= directory.places.len());
            }
        }
        1 => drop(the_same::<directory::SignIn>(json)),
        2 => drop(the_same::<directory::SignedIn>(json)),
        3 => drop(the_same::<directory::ApiError>(json)),
        4 => drop(the_same::<admin::Accounts>(json)),
        5 => drop(the_same::<admin::NewAccount>(json)),
        6 => drop(the_same::<admin::ChangedAccount>(json)),
        7 => drop(the_same::<admin::NewPlace>(json)),
        8 => drop(the_same::<admin::ChangedPlace>(json)),
        9 => drop(the_same::<admin::ChangedCommittee>(json)),
        10 => drop(the_same::<admin::Slip>(json)),
        11 => drop(the_same::<admin::Enrolment>(json)),
        12 => drop(the_same::<admin::ChangedPassword>(json)),
        13 => drop(the_same::<admin::Tray>(json)),
        14 => drop(the_same::<admin::Word>(json)),
        15 => drop(the_same::<admin::Answered>(json)),
        16 => drop(the_same::<passkey::Showing>(json)),
        17 => drop(the_same::<passkey::Making>(json)),
        18 => drop(the_same::<passkey::Passkeys>(json)),
        19 => drop(Facts::parse(json)),
        20 => drop(the_same::<admin::Made>(json)),
        21 => drop(the_same::<admin::FreshToken>(json)),
        22 => drop(the_same::<admin::ToMerge>(json)),
        23 => drop(the_same::<admin::MergerPreview>(json)),
        24 => drop(the_same::<admin::NewMerger>(json)),
        25 => drop(the_same::<admin::Reconciled>(json)),
        26 => drop(the_same::<admin::Closing>(json)),
        27 => drop(the_same::<admin::Writers>(json)),
        28 => drop(the_same::<hub::LeaseAsked>(json)),
        29 => drop(the_same::<hub::HubTold>(json)),
        _ => drop(the_same::<hub::Lease>(json)),
    }
});

fn the_same<T: Serialize + DeserializeOwned>(json: &str) -> Option<T> {
    let read: T = serde_json::from_str(json).ok()?;
    let written = serde_json::to_string(&read).expect("JSON");
    let again: T = serde_json::from_str(&written).expect("what was written");
    assert_eq!(serde_json::to_string(&again).expect("JSON"), written);
    Some(read)
}
