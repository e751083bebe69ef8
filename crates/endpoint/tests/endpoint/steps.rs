//! Steps that come late and steps that clash, over real HTTP: what the endpoint answers, what the officer's device shows,
//! and that the endpoint's rows stay as they were.

mod dossiers;
mod forged;
mod many_at_once;
mod papers;
mod scene;
mod second;
mod sessions;

pub use scene::{DAY, DECIDED, figures_of as votes, paper_on};

use thidua_domain::access::Denial;
use thidua_domain::obstacle::Obstacle;
use thidua_sync::outcome::Reason;

/// The reasons of these tests by the numbers that stand for them on the wire.
#[test]
fn the_codes_of_refusals_never_change() {
    use Obstacle as O;
    let obstacles = [
        (O::StateMoved, 300),
        (O::NotFromThisState, 301),
        (O::TextMoved, 302),
        (O::Unsettled, 303),
        (O::Locked, 304),
        (O::NotTheStandingOffice, 305),
        (O::Deleted, 306),
        (O::Merged, 307),
        (O::OtherAuthor, 310),
        (O::OtherFigures, 316),
        (O::NotOnAgenda, 317),
        (O::SessionNotClosed, 318),
        (O::LinkMissing, 319),
        (O::NotIssued, 320),
        (O::NotInDecision, 321),
        (O::BeforeSubmission, 323),
        (O::NotReady, 326),
        (O::NumberTaken, 327),
        (O::GapUnexplained, 328),
    ];
    for (obstacle, code) in obstacles {
        assert_eq!(Reason::Obstacle(obstacle).code(), code, "{obstacle:?}");
        assert_eq!(Reason::from_code(code, None), Reason::Obstacle(obstacle));
    }
    let denials = [
        (Denial::OutOfScope, 200),
        (Denial::OtherUnit, 202),
        (Denial::ReadsOnly, 204),
        (Denial::NotStandingOffice, 205),
    ];
    for (denial, code) in denials {
        assert_eq!(Reason::Denied(denial).code(), code, "{denial:?}");
    }
    assert_eq!(Reason::ParentRefused.code(), 3);
}
