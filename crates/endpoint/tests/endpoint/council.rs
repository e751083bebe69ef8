//! Secret ballots, from the roll-call to the sums, and what is left of them.

use std::sync::atomic::{AtomicU8, Ordering};

use reqwest::{Client, StatusCode};
use serde_json::{Value as Json, json};
use thidua_ballot::{Choice, Entropy, Evaluated, Paper, Pending, PublicKey, SessionKey, Token};
use thidua_domain::council::{self, State, Step};
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Field, Fields, RecordId, RecordKind, Value};
use thidua_domain::{dossier, setting, step};
use thidua_sync::client::NewStep;
use thidua_sync::outcome::{Outcome, Reason};

use crate::device::{Device, Told};
use crate::taken::{figures, link, of_dossier};
use crate::test_app::TestApp;
use crate::watch::{self, Witness};

/// Items of the agenda and of the members' list.
pub const DOSSIERS: [u32; 2] = [7_001, 7_002];
const MEMBERS: [u32; 5] = [8_001, 8_002, 8_003, 8_004, 8_005];

pub fn entropy() -> Entropy {
    let mut bytes = [0; 32];
    bytes.fill_with(|| fastrand::u8(..));
    Entropy::new(bytes)
}

fn new_step(step: Step, says: Fields) -> NewStep {
    let day = "2024-01-20".parse().unwrap();
    NewStep { kind: step.code(), leads_to: step.leads_to().code(), day, says }
}

/// The standing office with a session that is ready to be opened.
pub struct Office {
    pub device: Device,
    pub session: RecordId,
}

impl Office {
    pub async fn prepare(base: &str) -> Self {
        static NEXT: AtomicU8 = AtomicU8::new(100);
        let fresh = || NEXT.fetch_add(1, Ordering::Relaxed);
        let mut device = Device::sign_in(base.to_owned(), "minhlong", fresh()).await;
        let council = device.directory.places.iter().find(|place| place.kind == "council").unwrap().id;
        let mut commune = Device::sign_in(base.to_owned(), "longmon", fresh()).await;
        let dossiers = ["Đinh Văn Xuân", "Phạm Thị Hạ"].map(|name| commune.nominate(name));
        commune.sync().await;
        device.sync().await;
        for taken in [dossier::Step::Consider, dossier::Step::Submit, dossier::Step::Appraise] {
            let appraised = dossiers.map(|dossier| (dossier, of_dossier(taken, "2024-01-12", &[])));
            device.step_each(appraised.to_vec());
        }
        let mut fields = Fields::from_iter([
            (council::TITLE, "Phiên họp xét khen thưởng năm 2023".into()),
            (council::DAY, "2024-01-20".into()),
            (council::YEAR, 2023.into()),
            (council::METHOD, 1.into()),
            (council::SECRET, 1.into()),
        ]);
        for (item, dossier) in DOSSIERS.into_iter().zip(dossiers) {
            fields.insert(Field::of_item(council::AGENDA.number, item), dossier.to_string().as_str().into());
        }
        assert_eq!(device.directory.council.len(), MEMBERS.len(), "the office is told who may vote");
        for (item, member) in MEMBERS.into_iter().zip(device.directory.council.clone()) {
            fields.insert(Field::of_item(council::MEMBER.number, item), member.name.as_str().into());
            fields.insert(Field::of_item(council::ACCOUNT.number, item), i64::from(member.account).into());
        }
        let place = thidua_domain::record::PartitionId(council);
        let session = device.create(RecordKind::CouncilSession, place, fields);
        device.sync().await;
        Self { device, session }
    }

    pub async fn open(base: &str) -> Self {
        let mut office = Self::prepare(base).await;
        assert_ne!(
            office.step(Step::Open, Fields::new()).await,
            Outcome::Applied,
            "the key comes with the row"
        );
        assert_eq!(office.state(), State::Open);
        office
    }

    /// Takes a step and says what the endpoint made of it.
    pub async fn step(&mut self, step: Step, says: Fields) -> Outcome {
        let now = self.device.now();
        let steps = self.device.replica.steps(now, vec![(self.session, new_step(step, says))]);
        assert!(steps.each.iter().all(|(_, taken)| taken.is_ok()), "{:?}", steps.each);
        self.device.commit(steps.batch);
        let mut answer = self.device.exchange().await;
        answer.outcomes.pop().unwrap().1
    }

    /// The dossier of an item of the agenda.
    fn dossier(&self, item: u32) -> RecordId {
        let fields = self.device.view(self.session).fields;
        council::agenda(&fields).find(|(at, _)| *at == item).unwrap().1
    }

    pub fn state(&self) -> State {
        State::of(&self.device.view(self.session).fields)
    }

    fn figure(&self, field: Field, item: u32) -> Option<i64> {
        let fields = self.device.view(self.session).fields;
        fields.get(&Field::of_item(field.number, item)).and_then(Value::as_int)
    }

    pub fn votes(&self, item: u32) -> [i64; 3] {
        [council::YES, council::NO, council::BLANK].map(|field| self.figure(field, item).unwrap())
    }

    /// So many members, from one number on, each on a tablet of their own, vote alike.
    pub async fn hears_from(&self, members: std::ops::RangeInclusive<u8>, votes: [Choice; 2]) {
        for number in members {
            let tablet = Tablet::of(&format!("hoidong{number}"), 20 + number, self).await;
            let paper = tablet.paper(tablet.take().await, votes);
            receipt(&tablet.cast(&paper).await);
        }
    }

    async fn roll(&self) -> Told {
        let url = format!("{}/council/{}/roll", self.device.base, self.session);
        Told::of(self.device.client.get(url).bearer_auth(&self.device.token).send().await.unwrap()).await
    }
}

/// A member's tablet.
pub struct Tablet {
    device: Device,
    session: RecordId,
    pub pending: Pending,
}

impl Tablet {
    pub async fn of(login: &str, number: u8, office: &Office) -> Self {
        let mut device = Device::sign_in(office.device.base.clone(), login, number).await;
        device.sync().await;
        Self { device, session: office.session, pending: Pending::begin(entropy()).unwrap() }
    }

    fn url(&self, what: &str) -> String {
        format!("{}/council/{}/{what}", self.device.base, self.session)
    }

    pub async fn ask(&self) -> Told {
        let asked = json!({ "question": self.pending.question().to_text() });
        let request = self.device.client.post(self.url("token")).bearer_auth(&self.device.token);
        Told::of(request.json(&asked).send().await.unwrap()).await
    }

    /// The key that stands in the record.
    pub fn key(&self) -> PublicKey {
        PublicKey::from_text(&self.device.text(self.session, council::KEY)).unwrap()
    }

    pub fn answer_in(told: &Told) -> Evaluated {
        assert_eq!(told.status, StatusCode::OK, "{}", String::from_utf8_lossy(&told.body));
        let body: Json = serde_json::from_slice(&told.body).unwrap();
        Evaluated::from_text(body["answer"].as_str().unwrap()).unwrap()
    }

    pub async fn take(&self) -> Token {
        let told = self.ask().await;
        self.pending.finish(&Self::answer_in(&told), self.key()).unwrap()
    }

    pub fn paper(&self, token: Token, votes: [Choice; 2]) -> Paper {
        Paper::fill(token, DOSSIERS.into_iter().zip(votes).collect()).unwrap()
    }

    /// Casts a paper as somebody whom nobody knows.
    pub async fn cast(&self, paper: &Paper) -> Told {
        let request = Client::new().post(self.url("ballot")).header("content-type", "application/json");
        Told::of(request.body(paper.to_json()).send().await.unwrap()).await
    }
}

fn receipt(told: &Told) -> String {
    assert_eq!(told.status, StatusCode::OK, "{}", String::from_utf8_lossy(&told.body));
    let body: Json = serde_json::from_slice(&told.body).unwrap();
    body["receipt"].as_str().unwrap().to_owned()
}

fn refused(told: &Told) -> String {
    assert!(!told.status.is_success());
    told.refusal().1
}

#[tokio::test]
async fn five_members_vote_on_their_tablets_and_the_record_holds_the_sums() {
    use Choice::{Blank, No, Yes};
    let app = TestApp::start().await;
    let mut office = Office::open(&app.url("")).await;
    let votes = [[Yes, Yes], [Yes, No], [Yes, Blank], [No, Yes]];
    for (number, votes) in (1..).zip(votes) {
        let tablet = Tablet::of(&format!("hoidong{number}"), number, &office).await;
        let paper = tablet.paper(tablet.take().await, votes);
        assert_eq!(receipt(&tablet.cast(&paper).await), paper.receipt());
    }
    // The fifth takes a ballot and does not cast it.
    Tablet::of("hoidong5", 5, &office).await.take().await;
    let roll: Json = serde_json::from_slice(&office.roll().await.body).unwrap();
    assert_eq!((roll["took"].as_array().unwrap().len(), &roll["ballots"]), (5, &json!(4)));

    office.step(Step::Close, Fields::new()).await;
    assert_eq!(office.state(), State::Closed);
    assert_eq!(office.votes(DOSSIERS[0]), [3, 1, 1]);
    assert_eq!(office.votes(DOSSIERS[1]), [2, 1, 2]);
    assert_eq!(office.figure(council::BALLOTS, 0), Some(4));
    assert!(MEMBERS.iter().all(|member| office.figure(council::ATTENDANCE, *member) == Some(1)));
    assert_eq!(refused(&office.roll().await), "session_closed");
}

#[tokio::test]
async fn a_member_with_two_devices_has_one_ballot() {
    let app = TestApp::start().await;
    let office = Office::open(&app.url("")).await;
    let first = Tablet::of("hoidong1", 1, &office).await;
    let second = Tablet::of("hoidong1", 2, &office).await;
    // The first takes its ballot and loses the line before the answer; the second one is too late.
    let lost = first.ask().await;
    assert_eq!(lost.status, StatusCode::OK);
    assert_eq!(second.ask().await.refusal(), (409, "ballot_taken".to_owned()));
    // Back on the line the first gets the same ballot, and it counts once.
    let token = first.take().await;
    assert!(token == first.pending.finish(&Tablet::answer_in(&lost), first.key()).unwrap());
    let paper = first.paper(token.clone(), [Choice::Yes, Choice::No]);
    assert_eq!(receipt(&first.cast(&paper).await), receipt(&second.cast(&paper).await));
    let other = first.paper(token, [Choice::Yes, Choice::Yes]);
    assert_eq!(first.cast(&other).await.refusal(), (409, "token_spent".to_owned()));
    assert_eq!(second.ask().await.refusal(), (409, "ballot_taken".to_owned()));

    let mut office = office;
    office.hears_from(2..=4, [Choice::No, Choice::Yes]).await;
    office.step(Step::Close, Fields::new()).await;
    assert_eq!(office.votes(DOSSIERS[0]), [1, 3, 0]);
    assert_eq!(office.votes(DOSSIERS[1]), [3, 1, 0]);
    assert_eq!(office.figure(council::ATTENDANCE, MEMBERS[0]), Some(1));
    assert_ne!(office.figure(council::ATTENDANCE, MEMBERS[4]), Some(1));
}

#[tokio::test]
async fn only_members_of_the_session_are_given_a_ballot_and_only_the_office_sees_the_roll() {
    let app = TestApp::start().await;
    let mut office = Office::prepare(&app.url("")).await;
    let tablet = Tablet::of("hoidong1", 1, &office).await;
    assert_eq!(refused(&tablet.ask().await), "session_not_open");
    let member = Field::of_item(council::ACCOUNT.number, MEMBERS[4]);
    office.device.edit_value(office.session, member, 999.into());
    office.device.sync().await;
    office.step(Step::Open, Fields::new()).await;
    assert_eq!(office.roll().await.status, StatusCode::OK);

    // Struck from this session, though a member of the council; the office itself; a commune; nobody at all.
    let fifth = Tablet::of("hoidong5", 5, &office).await;
    assert_eq!(refused(&fifth.ask().await), "not_a_member");
    assert_eq!(refused(&Tablet::of("minhlong", 6, &office).await.ask().await), "not_a_member");
    assert_eq!(refused(&Tablet::of("longmon", 7, &office).await.ask().await), "no_session");
    let unsigned = fifth.device.client.post(fifth.url("token")).json(&json!({ "question": "" }));
    assert_eq!(Told::of(unsigned.send().await.unwrap()).await.refusal(), (401, "not_signed_in".to_owned()));
    let of_member = fifth.device.client.get(fifth.url("roll")).bearer_auth(&fifth.device.token);
    assert_eq!(refused(&Told::of(of_member.send().await.unwrap()).await), "not_standing_office");
}

#[tokio::test]
async fn a_ballot_that_is_not_right_is_not_taken() {
    let app = TestApp::start().await;
    let office = Office::open(&app.url("")).await;
    let tablet = Tablet::of("hoidong1", 1, &office).await;
    let token = tablet.take().await;
    let votes = [Choice::Yes, Choice::Yes];

    // Forged: made with a key of one's own, and a true one with a digit changed.
    let own = SessionKey::draw(entropy()).unwrap();
    let pending = Pending::begin(entropy()).unwrap();
    let answer = own.evaluate(entropy(), &pending.question()).unwrap();
    let forged = pending.finish(&answer, own.public()).unwrap();
    assert_eq!(refused(&tablet.cast(&tablet.paper(forged, votes)).await), "unknown_token");
    let text = token.to_text();
    let turned = if text.ends_with('0') { "1" } else { "0" };
    let changed = Token::from_text(&(text[..191].to_owned() + turned)).unwrap();
    assert_eq!(refused(&tablet.cast(&tablet.paper(changed, votes)).await), "unknown_token");

    // For other items than those of the agenda, or not for all of them.
    let foreign = Paper::fill(token.clone(), vec![(DOSSIERS[0], Choice::Yes), (9, Choice::Yes)]).unwrap();
    assert_eq!(refused(&tablet.cast(&foreign).await), "wrong_paper");
    let partial = Paper::fill(token.clone(), vec![(DOSSIERS[0], Choice::Yes)]).unwrap();
    assert_eq!(refused(&tablet.cast(&partial).await), "wrong_paper");

    // Whoever says who they are is sent away.
    let paper = tablet.paper(token, votes);
    for (name, value) in
        [("authorization", format!("Bearer {}", tablet.device.token)), ("cookie", "a=b".into())]
    {
        let request = Client::new().post(tablet.url("ballot")).header("content-type", "application/json");
        let told = Told::of(request.header(name, value).body(paper.to_json()).send().await.unwrap()).await;
        assert_eq!(told.refusal(), (400, "named_ballot".to_owned()));
    }
    let roll: Json = serde_json::from_slice(&office.roll().await.body).unwrap();
    assert_eq!(roll["ballots"], 0, "nothing of all this was counted");
    assert_eq!(receipt(&tablet.cast(&paper).await), paper.receipt());
}

#[tokio::test]
async fn after_the_close_it_is_too_late_and_a_session_that_is_broken_off_counts_nothing() {
    let app = TestApp::start().await;
    let mut office = Office::open(&app.url("")).await;
    let (early, late) = (Tablet::of("hoidong1", 1, &office).await, Tablet::of("hoidong2", 2, &office).await);
    let votes = [Choice::Yes, Choice::Yes];
    let (cast, kept) = (early.paper(early.take().await, votes), late.paper(late.take().await, votes));
    receipt(&early.cast(&cast).await);
    office.hears_from(3..=5, votes).await;
    office.step(Step::Close, Fields::new()).await;
    assert_eq!(late.cast(&kept).await.refusal(), (410, "session_closed".to_owned()));
    assert_eq!(early.cast(&cast).await.refusal(), (410, "session_closed".to_owned()));
    assert_eq!(late.ask().await.refusal(), (410, "session_closed".to_owned()));
    assert_eq!(office.votes(DOSSIERS[0]), [4, 0, 1]);

    let mut other = Office::open(&app.url("")).await;
    let tablet = Tablet::of("hoidong1", 11, &other).await;
    let paper = tablet.paper(tablet.take().await, votes);
    receipt(&tablet.cast(&paper).await);
    other.step(Step::Void, Fields::from_iter([(step::REASON, "Mất điện".into())])).await;
    assert_eq!(other.state(), State::Void);
    assert_eq!(tablet.cast(&paper).await.refusal(), (410, "session_void".to_owned()));
    let left: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM ballot_keys) + (SELECT count(*) FROM ballot_roll)
              + (SELECT count(*) FROM ballots) + (SELECT count(*) FROM ballot_sums)",
    )
    .fetch_one(&app.database().await)
    .await
    .unwrap();
    assert_eq!(left, 0);
    if app.folder.database_url().is_some() {
        // Not only no rows: the server has given back the pages in which they stood.
        let pages = "SELECT (pg_relation_size('ballot_roll') + pg_relation_size('ballots')
                             + pg_relation_size('ballot_sums') + pg_relation_size('ballot_keys'))::bigint";
        let bytes: i64 = sqlx::query_scalar(pages).fetch_one(&app.database().await).await.unwrap();
        assert_eq!(bytes, 0);
    }
}

#[tokio::test]
async fn a_member_who_is_absent_votes_in_writing_and_the_title_of_the_province_is_reached() {
    let app = TestApp::start().await;
    let mut office = Office::prepare(&app.url("")).await;
    // The fifth has no account any more, the first dossier is for a title that asks for 90 % of all members.
    let first = office.dossier(DOSSIERS[0]);
    let device = &mut office.device;
    device.step(
        first,
        of_dossier(dossier::Step::Return, "2024-01-13", &[(step::REASON, "Đổi danh hiệu".into())]),
    );
    device.edit(first, thidua_domain::nomination::AWARD, "chien_si_thi_dua_tinh");
    for taken in [dossier::Step::Submit, dossier::Step::Appraise] {
        device.step(first, of_dossier(taken, "2024-01-14", &[]));
    }
    let account = Field::of_item(council::ACCOUNT.number, MEMBERS[4]);
    device.edit_value(office.session, account, Value::Null);
    device.sync().await;
    office.step(Step::Open, Fields::new()).await;
    office.hears_from(1..=4, [Choice::Yes, Choice::No]).await;
    let attendance = Field::of_item(council::ATTENDANCE.number, MEMBERS[4]);
    office.device.edit_value(office.session, attendance, 2.into());
    office.device.sync().await;
    // Said to have voted in writing, and no vote is there.
    let of_device = office.device.try_step(office.session, new_step(Step::Close, Fields::new()));
    let told = thidua_sync::client::CommandError::Refused(Reason::Obstacle(Obstacle::VotesDoNotAddUp));
    assert_eq!(of_device, Err(told));
    for (item, field) in [(DOSSIERS[0], council::WRITTEN_YES), (DOSSIERS[1], council::WRITTEN_BLANK)] {
        office.device.edit_value(office.session, Field::of_item(field.number, item), 1.into());
    }
    office.device.sync().await;
    office.step(Step::Close, Fields::new()).await;
    assert_eq!(office.state(), State::Closed);
    assert_eq!(office.votes(DOSSIERS[0]), [5, 0, 0]);
    assert_eq!(office.votes(DOSSIERS[1]), [0, 4, 1]);
    assert_eq!(office.figure(council::ATTENDANCE, MEMBERS[4]), Some(2));
    assert_eq!(office.figure(council::BALLOTS, 0), Some(4));
    // 5 of 5: the written vote makes it.
    let vote = council::vote(&office.device.view(office.session).fields, DOSSIERS[0]);
    let says = [figures(vote), vec![link(office.session)]].concat();
    office.device.step(first, of_dossier(dossier::Step::Approve, "2024-01-21", &says));
    office.device.sync().await;
    assert_eq!(dossier::State::of(&office.device.view(first).fields), dossier::State::Approved);
}

#[tokio::test]
async fn a_vote_is_not_closed_before_enough_have_voted_nor_by_the_request_that_opens_it() {
    let refused = |obstacle| Outcome::Refused(Reason::Obstacle(obstacle));
    let app = TestApp::start().await;
    let mut office = Office::prepare(&app.url("")).await;
    // Opened by the request that changes how is voted: no key was drawn, and nobody could take a ballot.
    for method in [2, 1] {
        office.device.edit_value(office.session, council::METHOD, method.into());
        if method == 2 {
            office.device.sync().await;
        }
    }
    assert_eq!(office.step(Step::Open, Fields::new()).await, refused(Obstacle::NotCounted));
    assert_eq!(office.state(), State::Preparing);
    // Opened and closed at once: nobody can have voted, and no result of nothing comes of it.
    let now = office.device.now();
    for step in [Step::Open, Step::Close] {
        let steps = office.device.replica.steps(now, vec![(office.session, new_step(step, Fields::new()))]);
        assert!(steps.each.iter().all(|(_, taken)| taken.is_ok()));
        office.device.commit(steps.batch);
    }
    let told: Vec<_> =
        office.device.exchange().await.outcomes.into_iter().map(|(_, outcome)| outcome).collect();
    assert_eq!(told, [Outcome::Merged, refused(Obstacle::TextMoved)], "what was opened was not seen");
    assert_eq!(office.state(), State::Open);

    // One ballot alone would say how its member voted.
    office.hears_from(1..=1, [Choice::Yes, Choice::No]).await;
    assert_eq!(office.step(Step::Close, Fields::new()).await, refused(Obstacle::TooFewBallots));
    office.hears_from(2..=3, [Choice::Yes, Choice::No]).await;
    assert_eq!(office.step(Step::Close, Fields::new()).await, refused(Obstacle::NoQuorum), "3 of 5");
    let settings = Fields::from_iter([
        (setting::KEY, "quorum".into()),
        (setting::VALUE, 2.into()),
        (setting::VALID_FROM, "2024-01-01".into()),
        (setting::REASON, "Quy chế của Hội đồng (mẫu)".into()),
        (setting::SET_BY, "Quản trị (mẫu)".into()),
    ]);
    let mut administrator = Device::sign_in(app.url(""), "quantri", 40).await;
    administrator.create(RecordKind::Setting, crate::device::COMMITTEE, settings);
    administrator.sync().await;
    assert_eq!(administrator.replica.refused().len(), 0);
    assert_eq!(
        office.step(Step::Close, Fields::new()).await,
        Outcome::Merged,
        "more than half is asked for now"
    );
    assert_eq!(office.votes(DOSSIERS[0]), [3, 0, 0]);
}

#[tokio::test]
async fn a_restore_during_the_vote_voids_the_ballots() {
    let app = TestApp::start_on_file().await;
    let mut office = Office::open(&app.url("")).await;
    let tablet = Tablet::of("hoidong1", 1, &office).await;
    let paper = tablet.paper(tablet.take().await, [Choice::Yes, Choice::Yes]);
    // A backup from the middle of the vote.
    let database = app.database().await;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&database).await.unwrap();
    let backup = std::fs::read(app.folder.0.join("thidua.sqlite")).unwrap();
    receipt(&tablet.cast(&paper).await);
    office.device.edit(office.session, council::NOTES, "Sau khi sao lưu");
    office.device.sync().await;
    database.close().await;
    let folder = app.stop().await;
    for ending in ["-wal", "-shm"] {
        std::fs::remove_file(folder.0.join(["thidua.sqlite", ending].concat())).ok();
    }
    std::fs::write(folder.0.join("thidua.sqlite"), backup).unwrap();
    let app = TestApp::over(folder, None).await;

    // A device has seen more than the restored log holds: from here on no ballot of that session counts.
    office.device.base = app.url("");
    office.device.sync().await;
    let mut tablet = tablet;
    tablet.device.base = app.url("");
    assert_eq!(refused(&tablet.cast(&paper).await), "session_void");
    assert_eq!(refused(&tablet.ask().await), "session_void");
    let closed = office.step(Step::Close, Fields::new()).await;
    assert_eq!(closed, Outcome::Refused(Reason::Obstacle(Obstacle::BallotsLost)));
}

#[tokio::test]
async fn nothing_that_is_left_tells_who_voted_what() {
    let watched = watch::Watched::start().await;
    let mut office = Office::open(&watched.base).await;
    let mut witness = Witness::default();
    for number in 1..=4 {
        let tablet = Tablet::of(&format!("hoidong{number}"), number, &office).await;
        let told = tablet.ask().await;
        let answer = Tablet::answer_in(&told);
        let token = tablet.pending.finish(&answer, tablet.key()).unwrap();
        witness.heard("token", &token.to_text());
        witness.heard("question", &tablet.pending.question().to_text());
        witness.heard("answer", &answer.to_text()[..64]);
        witness.seen("digest of the question", &tablet.pending.question().digest());
        let paper = tablet.paper(token, [Choice::Yes, Choice::No]);
        receipt(&tablet.cast(&paper).await);
        witness.seen("used token", &paper.spent());
        witness.seen("seal", &paper.seal());
        witness.heard("receipt", &paper.receipt());
    }
    // While the vote goes on, the used tokens and the roll are there to be found, and nothing that was on the line is.
    let found = witness.look(&watched.files());
    let has = |what: &str| found.iter().any(|found| found.starts_with(what));
    assert!(has("used token") && has("seal") && has("digest of the question"), "{found:?}");
    assert!(!has("token") && !has("question") && !has("answer") && !has("receipt"), "{found:?}");

    office.step(Step::Close, Fields::new()).await;
    assert_eq!(office.votes(DOSSIERS[0]), [4, 0, 0]);
    assert_eq!(witness.look(&watched.files()), Vec::<String>::new(), "in the file or in its log");
    let told = watched.log();
    assert!(told.contains("POST /sync: 200"), "the log is told: {told}");
    assert!(told.contains("/token: 200"), "who takes a ballot is no secret");
    assert!(!told.contains("/ballot"), "no line is told of a ballot: {told}");
    assert_eq!(witness.look(&[("log".to_owned(), told.into_bytes())]), Vec::<String>::new());

    // The test can fail: a link that somebody plants is found.
    let (what, bytes) = witness.first();
    watched.plant(&bytes).await;
    let found = witness.look(&watched.files());
    assert!(found.iter().any(|found| found.starts_with(&what)), "{found:?}");
}
