use super::*;
use crate::access::Role;
use crate::dossier::tests::{
    DOSSIER, OTHER, SESSION, Says, World, account, after, attempt, changes_of, take, world_with,
};
use crate::dossier::{self, Step as Way};
use crate::guard::{self, Tally};
use crate::law::setting::{Setting, Settings};
use crate::nomination;
use crate::obstacle::Obstacle;
use crate::record::RecordKind;

const OFFICE: Role = Role::EmulationOfficer;
const PROVINCE: &str = "chien_si_thi_dua_tinh";
const BASE: &str = "lao_dong_tien_tien";

const fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}

/// A session over one dossier. Members with the given accounts; 0 stands for one without.
fn session(method: i64, accounts: &[i64]) -> Fields {
    let mut fields = Fields::from_iter([
        (TITLE, "Phiên họp".into()),
        (DAY, "2024-03-20".into()),
        (YEAR, 2023.into()),
        (METHOD, method.into()),
        (SECRET, 1.into()),
        (of(AGENDA, 1), DOSSIER.to_string().as_str().into()),
    ]);
    for (item, account) in (1..).zip(accounts) {
        fields.insert(of(MEMBER, item), "Ủy viên".into());
        if *account > 0 {
            fields.insert(of(ACCOUNT, item), (*account).into());
        }
    }
    fields
}

fn with(mut fields: Fields, changed: &[(Field, i64)]) -> Fields {
    fields.extend(changed.iter().map(|(field, value)| (*field, (*value).into())));
    fields
}

/// A session of nine that was counted by hand: everybody came, and so many said yes.
fn by_hand(yes: i64) -> Fields {
    let fields = session(2, &[0; 9]);
    let came: Vec<_> = (1..=9).map(|item| (of(ATTENDANCE, item), 1)).collect();
    with(with(fields, &came), &[(of(YES, 1), yes), (of(NO, 1), 9 - yes), (of(BLANK, 1), 0)])
}

fn world_of(dossier: &Fields) -> World {
    world_with(&[(DOSSIER, RecordKind::Nomination, dossier.clone())])
}

fn run(world: &World, fields: &Fields, step: Step, says: Says<'_>) -> Result<Fields, Obstacle> {
    let changes = changes_of(RecordKind::CouncilSession, fields, step.code(), step.leads_to().code(), says);
    attempt(world, OFFICE, RecordKind::CouncilSession, SESSION, fields, &changes)
}

/// What a dossier's step says of the session's figures.
fn cited(fields: &Fields) -> Vec<(Field, Value)> {
    let vote = vote(fields, 1);
    let counts = [
        (step::MEMBERS, vote.members),
        (step::PRESENT, vote.present),
        (step::WRITTEN, vote.written),
        (step::YES, vote.yes),
        (step::NO, vote.no.unwrap()),
        (step::BLANK, vote.blank.unwrap()),
        (step::SECRET, if vote.secret { 1 } else { 2 }),
    ];
    let link = (step::LINK, Value::from(SESSION.to_string().as_str()));
    counts.into_iter().map(|(field, count)| (field, i64::from(count).into())).chain([link]).collect()
}

fn world_after(session: &Fields) -> World {
    world_with(&[(SESSION, RecordKind::CouncilSession, session.clone())])
}

/// The dossier after a step that rests on a session by hand over what it says, of nine members of whom so many said yes.
pub(crate) fn voted(dossier: &Fields, taken: Way, yes: i64) -> Result<Fields, Obstacle> {
    let closed = run(&world_of(dossier), &by_hand(yes), Step::Close, &[])?;
    take(&world_after(&closed), OFFICE, dossier, taken, &cited(&closed))
}

fn appraised(award: &str) -> Fields {
    after(&World::default(), award, &[Way::Consider, Way::Submit, Way::Appraise])
}

fn tally(took: &[u32], votes: [u32; 3]) -> Option<Tally> {
    Some(Tally { took: took.to_vec(), ballots: votes.iter().sum(), votes: vec![(1, votes)], lost: false })
}

#[test]
fn a_session_on_tablets_is_counted_once_and_its_figures_bind() {
    let dossier = appraised(PROVINCE);
    let mut world = world_of(&dossier);
    // Five members; the fifth has no account, is absent and votes in writing.
    let fields = session(1, &[21, 22, 23, 24, 0]);
    assert_eq!(run(&world, &fields, Step::Close, &[]), Err(Obstacle::NotFromThisState), "before it was open");
    assert_eq!(run(&world, &fields, Step::Void, &[]), Err(Obstacle::ReasonMissing));
    let open = run(&world, &fields, Step::Open, &[]).unwrap();
    assert_eq!(text_voted_on(&open, 1), Some(guard::text_of(RecordKind::Nomination, &dossier).as_str()));
    let locked = guard::may_edit(&account(OFFICE), RecordKind::CouncilSession, &open, DAY);
    assert_eq!(locked, Err(Obstacle::Locked));
    for field in [ATTENDANCE, WRITTEN_YES] {
        assert_eq!(
            guard::may_edit(&account(OFFICE), RecordKind::CouncilSession, &open, of(field, 1)),
            Ok(())
        );
    }

    assert_eq!(run(&world, &open, Step::Close, &[]), Err(Obstacle::NotCounted), "opened by the same request");
    world.tally = tally(&[21, 22, 23, 24], [4, 0, 0]);
    let written = with(open.clone(), &[(of(ATTENDANCE, 5), 2)]);
    assert_eq!(
        run(&world, &written, Step::Close, &[]),
        Err(Obstacle::VotesDoNotAddUp),
        "and no written vote"
    );
    let written = with(written, &[(of(WRITTEN_YES, 1), 1)]);
    let closed = run(&world, &written, Step::Close, &[]).unwrap();
    let counted = vote(&closed, 1);
    assert_eq!((counted.members, counted.present, counted.written, counted.yes), (5, 4, 1, 5));
    assert_eq!(closed[&BALLOTS], 4.into());

    let mut other = cited(&closed);
    other.retain(|(field, _)| *field != step::YES && *field != step::NO);
    other.extend([(step::YES, 4.into()), (step::NO, 1.into())]);
    let approve =
        |says: Says<'_>| take(&world_after(&closed), OFFICE, &dossier, Way::Approve, says).map(drop);
    assert_eq!(approve(&other), Err(Obstacle::OtherFigures));
    assert_eq!(approve(&cited(&closed)), Ok(()));
}

#[test]
fn few_ballots_decide_nothing_and_are_not_laid_open() {
    use Obstacle::{NoQuorum, TooFewBallots};
    let dossier = appraised(PROVINCE);
    let close = |members: &[i64], secret: i64, took: &[u32], votes: [u32; 3], quorum: i64| {
        let mut world = world_of(&dossier);
        let mut settings = Settings::default();
        settings.set(Setting::Quorum, "2024-01-01".parse().unwrap(), quorum);
        world.settings = settings;
        let fields = with(session(1, members), &[(SECRET, secret)]);
        let open = run(&world, &fields, Step::Open, &[])?;
        world.tally = tally(took, votes);
        run(&world, &open, Step::Close, &[]).map(drop)
    };
    let nine = [21, 22, 23, 24, 25, 26, 27, 28, 29];
    let all: Vec<u32> = (21..=29).collect();
    // One ballot alone tells how its member voted, whatever quorum is asked for.
    assert_eq!(close(&nine, 1, &all[..1], [1, 0, 0], 1), Err(TooFewBallots));
    assert_eq!(close(&nine, 1, &all[..2], [1, 1, 0], 1), Err(TooFewBallots));
    assert_eq!(close(&nine, 1, &all, [0, 0, 0], 1), Err(TooFewBallots));
    assert_eq!(close(&nine, 1, &all[..3], [2, 1, 0], 1), Ok(()));
    assert_eq!(close(&nine[..2], 1, &[], [0; 3], 1), Err(TooFewBallots), "two members cannot vote in secret");
    assert_eq!(close(&nine[..2], 2, &all[..2], [1, 1, 0], 1), Ok(()));
    // Two thirds of nine are six. Who took a ballot and did not cast it has not voted.
    assert_eq!(close(&nine, 1, &all[..5], [5, 0, 0], 3), Err(NoQuorum));
    assert_eq!(close(&nine, 1, &all, [5, 0, 0], 3), Err(NoQuorum));
    assert_eq!(close(&nine, 1, &all[..6], [6, 0, 0], 3), Ok(()));
    assert_eq!(close(&nine, 1, &all[..4], [4, 0, 0], 2), Err(NoQuorum));
    assert_eq!(close(&nine, 1, &all[..5], [5, 0, 0], 2), Ok(()));
}

#[test]
fn what_is_counted_by_hand_adds_up_and_needs_its_members() {
    use Obstacle::{NoQuorum, VotesDoNotAddUp};
    let world = world_of(&appraised(BASE));
    let close =
        |changed: &[(Field, i64)]| run(&world, &with(by_hand(9), changed), Step::Close, &[]).map(drop);
    assert_eq!(close(&[]), Ok(()));
    assert_eq!(close(&[(of(YES, 1), 10)]), Err(VotesDoNotAddUp));
    // 101 of 100: one has left, and nine votes are counted.
    assert_eq!(close(&[(of(ATTENDANCE, 3), 3)]), Err(VotesDoNotAddUp));
    assert_eq!(close(&[(of(ATTENDANCE, 3), 2)]), Ok(()), "in writing");
    let absent: Vec<_> = (1..=4).map(|item| (of(ATTENDANCE, item), 3)).chain([(of(YES, 1), 5)]).collect();
    assert_eq!(close(&absent), Err(NoQuorum));
}

#[test]
fn what_the_law_asks_of_a_vote_is_asked_of_the_session() {
    let dossier = appraised(PROVINCE);
    assert_eq!(voted(&dossier, Way::Approve, 8), Err(Obstacle::TooFewVotes));
    assert_eq!(voted(&dossier, Way::Reject, 9), Err(Obstacle::VotesReached));
    let state = |taken, yes| voted(&dossier, taken, yes).map(|fields| dossier::State::of(&fields));
    assert_eq!(state(Way::Approve, 9), Ok(dossier::State::Approved));
    assert_eq!(state(Way::Reject, 8), Ok(dossier::State::NotReached));
}

#[test]
fn a_dossier_before_a_session_is_not_voted_on_by_typing() {
    let dossier = appraised(BASE);
    let closed = run(&world_of(&dossier), &by_hand(2), Step::Close, &[]).unwrap();
    let mut typed = cited(&closed);
    typed.retain(|(field, _)| *field != step::LINK);
    let state = |session: &Fields, state: State| with(session.clone(), &[(step::STATE, state.code().into())]);
    for (session, expected) in [
        (by_hand(2), Err(Obstacle::SessionBinds)),
        (state(&by_hand(2), State::Open), Err(Obstacle::SessionBinds)),
        (closed.clone(), Err(Obstacle::SessionBinds)),
        (state(&closed, State::Void), Ok(())),
        (
            with(by_hand(2), &[]).into_iter().filter(|(field, _)| field.number != AGENDA.number).collect(),
            Ok(()),
        ),
    ] {
        for taken in [Way::Approve, Way::Reject] {
            let told = take(&world_after(&session), OFFICE, &dossier, taken, &typed).map(drop);
            assert_eq!(told, expected, "{taken:?} beside a session that is {:?}", State::of(&session));
        }
    }
}

#[test]
fn an_agenda_is_of_dossiers_that_wait_of_the_year_and_not_voted_on() {
    use Obstacle::{AgendaNotReady, AgendaOtherYear, VotedAlready};
    let dossier = appraised(BASE);
    let close = |world: &World| run(world, &by_hand(9), Step::Close, &[]).map(drop);
    let open = |world: &World| run(world, &session(1, &[21, 22, 23]), Step::Open, &[]).map(drop);
    let both = |world: &World, expected| {
        assert_eq!(open(world), expected);
        assert_eq!(close(world), expected);
    };
    both(&world_of(&dossier), Ok(()));
    both(&World::default(), Err(AgendaNotReady));
    both(&world_of(&after(&World::default(), BASE, &[Way::Consider])), Err(AgendaNotReady));
    both(&world_of(&with(dossier.clone(), &[(nomination::YEAR, 2022)])), Err(AgendaOtherYear));
    let mut deleted = world_of(&dossier);
    deleted.records.get_mut(&DOSSIER).unwrap().deleted = true;
    both(&deleted, Err(AgendaNotReady));

    // Another session has it: as it stands, or as it stood.
    let beside = |session: &Fields, now: &Fields| {
        world_with(&[
            (DOSSIER, RecordKind::Nomination, now.clone()),
            (OTHER, RecordKind::CouncilSession, session.clone()),
        ])
    };
    let closed = run(&world_of(&dossier), &by_hand(2), Step::Close, &[]).unwrap();
    let opened = run(&world_of(&dossier), &session(1, &[21, 22, 23]), Step::Open, &[]).unwrap();
    both(&beside(&by_hand(2), &dossier), Ok(()));
    both(&beside(&opened, &dossier), Err(VotedAlready));
    both(&beside(&closed, &dossier), Err(VotedAlready));
    let mut changed = dossier.clone();
    changed.insert(nomination::ACHIEVEMENTS, "Đã bổ sung.".into());
    both(&beside(&closed, &changed), Ok(()));
    both(&beside(&opened, &changed), Err(VotedAlready));
    // Once its result is annulled, with a reason that stays, there can be another vote.
    let annulled =
        run(&world_of(&dossier), &closed, Step::Void, &[(step::REASON, "Đếm nhầm".into())]).unwrap();
    both(&beside(&annulled, &dossier), Ok(()));
}

#[test]
fn a_result_that_stands_in_a_dossier_is_not_annulled() {
    let dossier = appraised(BASE);
    let closed = run(&world_of(&dossier), &by_hand(9), Step::Close, &[]).unwrap();
    let approved = take(&world_after(&closed), OFFICE, &dossier, Way::Approve, &cited(&closed)).unwrap();
    let reason: Says<'_> = &[(step::REASON, "Đếm nhầm".into())];
    assert_eq!(run(&world_of(&approved), &closed, Step::Void, reason), Err(Obstacle::ResultUsed));
    assert_eq!(run(&world_of(&dossier), &closed, Step::Void, &[]), Err(Obstacle::ReasonMissing));
    let voided = run(&world_of(&dossier), &closed, Step::Void, reason).unwrap();
    assert_eq!(State::of(&voided), State::Void);
    assert_eq!(
        take(&world_after(&voided), OFFICE, &dossier, Way::Approve, &cited(&closed)),
        Err(Obstacle::SessionNotClosed)
    );
}

#[test]
fn a_vote_is_on_the_text_that_the_council_had() {
    use Obstacle::OtherTextVoted;
    let dossier = appraised(PROVINCE);
    let closed = run(&world_of(&dossier), &by_hand(9), Step::Close, &[]).unwrap();
    let world = world_after(&closed);
    let reason: Says<'_> = &[(step::REASON, "Thiếu xác nhận".into())];
    let way_back = |fields: &Fields, back: Way, changed: &[(Field, Value)]| {
        let mut fields = take(&world, OFFICE, fields, back, reason).unwrap();
        fields.extend(changed.iter().cloned());
        let fields = take(&world, OFFICE, &fields, Way::Submit, &[]).unwrap();
        take(&world, OFFICE, &fields, Way::Appraise, &[]).unwrap()
    };
    let approve = |fields: &Fields| take(&world, OFFICE, fields, Way::Approve, &cited(&closed)).map(drop);

    // Returned after the vote and before its result was entered: only what was voted on may be approved.
    let change: [(Field, Value); 1] = [(nomination::ACHIEVEMENTS, "Khác.".into())];
    assert_eq!(approve(&way_back(&dossier, Way::Return, &[])), Ok(()));
    assert_eq!(approve(&way_back(&dossier, Way::Return, &change)), Err(OtherTextVoted));

    // Approved, sent up and given back to be completed: the same nominee for the same award.
    let approved = take(&world, OFFICE, &dossier, Way::Approve, &cited(&closed)).unwrap();
    let up = take(&world, OFFICE, &approved, Way::SendUp, reason).unwrap();
    assert_eq!(approve(&way_back(&up, Way::HigherReturn, &change)), Ok(()));
    let reject =
        take(&world, OFFICE, &way_back(&up, Way::HigherReturn, &change), Way::Reject, &cited(&closed));
    assert_eq!(reject, Err(OtherTextVoted));
    for other in [(nomination::NAME, "Người khác"), (nomination::AWARD, "chien_si_thi_dua_toan_quoc")] {
        let changed = [(other.0, Value::from(other.1))];
        assert_eq!(approve(&way_back(&up, Way::HigherReturn, &changed)), Err(OtherTextVoted), "{other:?}");
    }

    // A later session on the completed text is the one that counts.
    let completed = way_back(&up, Way::HigherReturn, &change);
    let again = run(&world_of(&completed), &by_hand(1), Step::Close, &[]).unwrap();
    let world = world_with(&[
        (SESSION, RecordKind::CouncilSession, closed.clone()),
        (OTHER, RecordKind::CouncilSession, again),
    ]);
    assert_eq!(
        take(&world, OFFICE, &completed, Way::Approve, &cited(&closed)).map(drop),
        Err(OtherTextVoted)
    );
}
