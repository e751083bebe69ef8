//! Sessions of the council that two write up and do not hear of each other.

use thidua_domain::council::{
    self,
    Step::{Close, Void},
};
use thidua_domain::dossier::Step::{Appraise, Approve, Consider, Submit};
use thidua_domain::obstacle::Obstacle as O;
use thidua_domain::record::{Field, RecordId};

use super::scene::{Case, DAY, Late, On, Scene, Told, back, figures_of};
use crate::device::Device;
use crate::taken::{because, link, of_dossier, of_session};

fn close(device: &mut Device, session: RecordId) {
    device.step(session, of_session(Close, DAY, &[]));
}

fn count(device: &mut Device, session: RecordId, yes: i64) {
    device.edit_value(session, Field::of_item(council::YES.number, 1), yes.into());
    device.edit_value(session, Field::of_item(council::NO.number, 1), (5 - yes).into());
}

/// The vote of a session that the device does not hold, as it was told by telephone.
fn approve(device: &mut Device, dossier: RecordId, session: RecordId, yes: u32) {
    device.believes(|_| {}, |rows| _ = rows.remove(&session));
    let says = [figures_of(yes), vec![link(session)]].concat();
    device.step(dossier, of_dossier(Approve, DAY, &says));
}

fn nothing(_: &mut Device, _: &On) {}

#[tokio::test]
async fn a_vote_is_counted_once_and_binds() {
    let case = |what, late, meanwhile, told: &[Told]| Case {
        what,
        way: &[Consider, Submit, Appraise],
        before: nothing,
        who: Late::Second,
        late,
        meanwhile,
        told: told.to_vec(),
    };
    let cases = [
        case(
            "votes come after the session was closed",
            |second, on| count(second, on.session, 5),
            |office, on| close(office, on.session),
            &[back(O::Locked)],
        ),
        case(
            "two close it, each with their own figures",
            |second, on| {
                count(second, on.session, 5);
                close(second, on.session);
            },
            |office, on| close(office, on.session),
            &[back(O::Locked), back(O::StateMoved)],
        ),
        case(
            "votes were written after it was read, before it was closed",
            |second, on| close(second, on.session),
            |office, on| count(office, on.session, 5),
            &[back(O::TextMoved)],
        ),
        case(
            "it was broken off",
            |second, on| close(second, on.session),
            |office, on| office.step(on.session, of_session(Void, DAY, &[because("Không đủ thành viên")])),
            &[back(O::StateMoved)],
        ),
        case(
            "it was broken off, and somebody enters its vote",
            |second, on| approve(second, on.dossier, on.session, 3),
            |office, on| office.step(on.session, of_session(Void, DAY, &[because("Không đủ thành viên")])),
            &[back(O::SessionNotClosed)],
        ),
        case(
            "the figures are not those of the session",
            |second, on| approve(second, on.dossier, on.session, 4),
            |office, on| close(office, on.session),
            &[back(O::OtherFigures)],
        ),
        case(
            "the dossier was not on the agenda",
            |second, on| approve(second, on.other, on.session, 3),
            |office, on| close(office, on.session),
            &[back(O::NotOnAgenda)],
        ),
        case(
            "the figures are those of the session",
            |second, on| approve(second, on.dossier, on.session, 3),
            |office, on| close(office, on.session),
            &[Told::Through],
        ),
    ];
    let mut scene = Scene::begin().await;
    for case in &cases {
        scene.play(case).await;
    }
}
