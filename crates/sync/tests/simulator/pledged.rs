//! What must hold of clusters, pledges and scores when the faults have stopped.

use thidua_domain::bloc;
use thidua_domain::pledge::{self, Step};
use thidua_domain::record::{Fields, RecordId, RecordKind};
use thidua_domain::score::{self, Role};
use thidua_domain::{guard, step};
use thidua_sync::row::Row;

use crate::world::World;

fn rows(world: &World, kind: RecordKind) -> Vec<(Row, Fields)> {
    let all = world.endpoint.store.rows.keys().filter_map(|record| world.endpoint.row(*record));
    let of_kind = all.filter(|row| row.kind == kind.code());
    of_kind.map(|row| (row.clone(), row.fields())).collect()
}

/// The steps of a pledge lead from one to the next; each was taken on the text that is still told of it, and by whom might hold the
/// pen; what is signed is what it says now.
pub fn every_signature_is_under_its_text(world: &mut World) {
    for (row, fields) in rows(world, RecordKind::Pledge) {
        let mut state = pledge::State::Draft;
        for (place, entry) in (1..).zip(step::entries(&fields)) {
            let taken = Step::from_code(entry.kind).expect("a step");
            assert_eq!(entry.item, place, "{}: two steps at one place", row.id);
            let goes = match taken {
                Step::Sign => state.is_open(),
                Step::Amend => state == pledge::State::Signed,
            };
            assert!(goes, "{}: {taken:?} from {state:?}", row.id);
            state = taken.leads_to();
            let writer = row.rev_of(step::of(step::KIND, entry.item)).expect("written").device;
            let account = &world.endpoint.store.accounts[&writer];
            assert_eq!(entry.by, account.name, "{}: {taken:?}", row.id);
            let text = pledge::text_at(&fields, entry.item);
            assert_eq!(step::seen(&text, pledge::is_text), entry.seen, "{}: the text at {taken:?}", row.id);
            world.tally.signed += u64::from(taken == Step::Sign);
            world.tally.amended += u64::from(taken == Step::Amend);
        }
        assert_eq!(state, pledge::State::of(&fields), "{}", row.id);
        assert!(!row.is_deleted() || state == pledge::State::Draft, "{} was deleted in {state:?}", row.id);
        for signing in pledge::signings(&fields) {
            let writer = row.rev_of(step::of(step::KIND, signing.item)).expect("written");
            let bloc = signing.bloc.and_then(|bloc| world.endpoint.row(bloc)).expect("a bloc").fields();
            let unit = pledge::unit(&fields).expect("a unit");
            let mut pens = world.rights_of(writer).map(|is| pledge::pen_of(is, &bloc, unit));
            assert!(pens.any(|pen| pen == signing.pen), "{}: version {}", row.id, signing.version);
        }
        if let Some(signing) = pledge::in_force(&fields) {
            assert_eq!(signing.text, guard::text_of(RecordKind::Pledge, &fields), "{} is signed", row.id);
        }
    }
}

/// The place in the log of the first operation on a record.
fn first_seq(world: &World, record: RecordId) -> Option<u64> {
    let places = world.endpoint.store.operations.values().filter_map(|entry| entry.place);
    places.filter(|(_, of, _)| *of == record).map(|(_, _, head)| head.seq.0).min()
}

/// No unit belongs to two clusters at once, no score exceeds its maximum, and who scores is who they say.
pub fn every_score_is_by_its_table(world: &mut World) {
    // What comes back after a restore takes its old place, whatever was checked in between.
    let came_back = |id| world.before.as_ref().is_some_and(|before| before.lost.contains_key(&id));
    let blocs: Vec<(RecordId, Fields)> = (rows(world, RecordKind::Bloc).into_iter())
        .filter(|(row, _)| !row.is_deleted() && !came_back(row.id))
        .map(|(row, fields)| (row.id, fields))
        .collect();
    for (id, fields) in &blocs {
        let others = blocs.iter().map(|(id, fields)| (*id, fields));
        assert_eq!(bloc::in_two_blocs(*id, fields, others), None, "{id}");
    }
    let pledges = rows(world, RecordKind::Pledge);
    let mut crossed = std::collections::BTreeSet::new();
    for (row, fields) in rows(world, RecordKind::Score) {
        let read = score::Score::read(&fields);
        let bloc = read.bloc.and_then(|bloc| world.endpoint.row(bloc)).map(|row| row.fields());
        // Who scores at a hub may know a cluster that the endpoint is told of later: then nobody could hold the points against it.
        let came_first = read.bloc.is_some_and(|bloc| first_seq(world, row.id) < first_seq(world, bloc));
        let table = bloc.as_ref().filter(|_| !came_first);
        assert_eq!(score::refusal(None, &fields, table), None, "{}", row.id);
        crossed.extend(read.by.filter(|_| read.role == Some(Role::Cross)).map(|by| (read.bloc, by)));
        let of_unit = |(_, pledge): &&(Row, Fields)| pledge::unit(pledge) == read.unit;
        if read.role == Some(Role::Verification) && !read.results_seen.is_empty() {
            let mut own = pledges.iter().filter(of_unit).map(|(_, pledge)| pledge);
            // The screen asks for another verification: it goes by what both say when they have met.
            let is_stale = own.all(|pledge| score::is_stale(&fields, Some(pledge)));
            world.tally.verified_before_a_result += u64::from(is_stale);
        }
    }
    let both = crossed.iter().filter(|(bloc, _)| crossed.iter().filter(|(of, _)| of == bloc).count() > 1);
    world.tally.scored_each_other += both.count() as u64 / 2;
}
