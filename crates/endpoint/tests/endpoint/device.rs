//! A device: the sync core's replica in memory, what it keeps beside it, and HTTP to the endpoint.

use std::collections::BTreeMap;

use reqwest::{Client, StatusCode};
use thidua_domain::access::Account;
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::{nomination, pledge};
use thidua_sync::client::{Batch, CommandError, Kept, Meta, NewStep, Replica, Sent, Stamp, View, Write};
use thidua_sync::directory::{ApiError, Directory, SignIn, SignedIn};
use thidua_sync::identity::DeviceId;
use thidua_sync::row::Row;
use thidua_sync::wire::Answer;

pub const LONG_MON: PartitionId = PartitionId(3);
pub const THANH_AN: PartitionId = PartitionId(5);
pub const CLUSTER: PartitionId = PartitionId(7);
pub const COMMITTEE: PartitionId = PartitionId(9);
pub const COUNCIL: PartitionId = PartitionId(21);
pub const COMMONS: PartitionId = PartitionId(22);

/// The day on which a device's clock begins, and the moment.
const FIRST_DAY: &str = "2023-11-14";
const FIRST_MS: i64 = 1_700_000_000_000;

/// What an answer was: a status and the body.
pub struct Told {
    pub status: StatusCode,
    pub body: Vec<u8>,
}

impl Told {
    pub async fn of(answer: reqwest::Response) -> Self {
        Self { status: answer.status(), body: answer.bytes().await.unwrap().to_vec() }
    }

    /// The status and the reason code of a refusal.
    pub fn refusal(&self) -> (u16, String) {
        let error: ApiError = serde_json::from_slice(&self.body).expect("a reason");
        (self.status.as_u16(), error.reason)
    }
}

pub struct Device {
    pub client: Client,
    pub base: String,
    pub id: DeviceId,
    pub token: String,
    pub directory: Directory,
    pub replica: Replica,
    pub kept: BTreeMap<u64, Kept>,
    pub records: u32,
    /// Whether it may hold something else than the endpoint: the test has seen to that.
    pub doubts: bool,
    /// How many bytes of answer it asks for.
    pub page: Option<u32>,
    now_ms: i64,
}

pub async fn post_session(base: &str, sign_in: &SignIn) -> Told {
    let answer = Client::new().post(format!("{base}/session")).json(sign_in).send().await.unwrap();
    Told::of(answer).await
}

pub fn credentials(login: &str, password: &str, device: u8) -> SignIn {
    let device = DeviceId([device; 16]).to_string();
    SignIn { login: login.to_owned(), password: password.to_owned(), device }
}

impl Device {
    /// Signs in with a fresh device.
    pub async fn sign_in(base: String, login: &str, device: u8) -> Self {
        let told = post_session(&base, &credentials(login, "mau-2023", device)).await;
        assert_eq!(told.status, StatusCode::OK);
        Self::signed_in(base, device, &told.body)
    }

    /// As the answer to a sign-in says.
    pub fn signed_in(base: String, device: u8, answer: &[u8]) -> Self {
        let SignedIn { token, directory } = serde_json::from_slice(answer).unwrap();
        let id = DeviceId([device; 16]);
        let replica = Replica::new(directory.to_account().unwrap(), Meta::new(id), [], [], []);
        let (client, now_ms) = (Client::new(), FIRST_MS);
        let kept = BTreeMap::new();
        Self {
            client,
            base,
            id,
            token,
            directory,
            replica,
            kept,
            records: 0,
            doubts: false,
            page: None,
            now_ms,
        }
    }

    pub fn now(&mut self) -> Stamp {
        self.now_ms += 1_000;
        Stamp(self.now_ms)
    }

    /// The clock moves on to a day. It never goes back.
    pub fn on(&mut self, day: &str) {
        let (first, day): (CivilDate, CivilDate) = (FIRST_DAY.parse().unwrap(), day.parse().unwrap());
        let days =
            std::iter::successors(Some(first), |at| Some(at.next())).take_while(|at| *at < day).count();
        self.now_ms = self.now_ms.max(FIRST_MS + days as i64 * 24 * 60 * 60 * 1000);
    }

    pub fn commit(&mut self, batch: Batch) {
        for write in &batch.writes {
            match write {
                Write::PutKept(kept) => _ = self.kept.insert(kept.sealed.counter, kept.clone()),
                Write::DropKept { counter, .. } => _ = self.kept.remove(counter),
                Write::Leave(leaving) => {
                    let id = self.id;
                    self.kept.retain(|_, kept| !kept.is_of_any(&leaving.partitions, id));
                }
                Write::Forget(forgotten) => {
                    let id = self.id;
                    let goes = |kept: &Kept| kept.is_forgotten_with(forgotten.record, id);
                    self.kept.retain(|_, kept| !goes(kept));
                }
                _ => {}
            }
        }
        self.replica.absorb(batch);
    }

    fn fresh_record(&mut self) -> RecordId {
        self.records += 1;
        let mut bytes = [0; 16];
        bytes[0] = self.id.0[0];
        bytes[12..].copy_from_slice(&self.records.to_be_bytes());
        RecordId::from_bytes(bytes)
    }

    pub fn nominate(&mut self, name: &str) -> RecordId {
        let home = PartitionId(self.directory.home);
        self.create(RecordKind::Nomination, home, a_nomination(name))
    }

    pub fn pledge(&mut self, content: &str) -> RecordId {
        let home = i64::from(self.directory.home);
        let fields = Fields::from_iter([
            (pledge::UNIT, home.into()),
            (pledge::YEAR, 2023.into()),
            (pledge::CONTENT, content.into()),
        ]);
        self.create(RecordKind::Pledge, CLUSTER, fields)
    }

    pub fn create(&mut self, kind: RecordKind, partition: PartitionId, fields: Fields) -> RecordId {
        let (now, record) = (self.now(), self.fresh_record());
        let batch = self.replica.create(now, record, kind, partition, fields).unwrap();
        self.commit(batch);
        record
    }

    pub fn edit(&mut self, record: RecordId, field: Field, value: &str) {
        self.edit_value(record, field, value.into());
    }

    pub fn edit_value(&mut self, record: RecordId, field: Field, value: Value) {
        let now = self.now();
        let batch = self.replica.edit(now, record, Fields::from_iter([(field, value)])).unwrap();
        self.commit(batch);
    }

    /// Steps that the device must let its officer take.
    pub fn step_each(&mut self, news: Vec<(RecordId, NewStep)>) {
        let now = self.now();
        let steps = self.replica.steps(now, news);
        for (record, taken) in &steps.each {
            assert_eq!(*taken, Ok(()), "{record}");
        }
        self.commit(steps.batch);
    }

    /// One step that the device must let its officer take.
    pub fn step(&mut self, record: RecordId, new: NewStep) {
        self.step_each(vec![(record, new)]);
    }

    /// A step that the device may have something against.
    pub fn try_step(&mut self, record: RecordId, new: NewStep) -> Result<(), CommandError> {
        let now = self.now();
        let steps = self.replica.steps(now, vec![(record, new)]);
        self.commit(steps.batch);
        steps.each.into_iter().next().unwrap().1
    }

    /// From now on the device believes to have another account than it has, and knows other rows than it was told.
    pub fn believes(
        &mut self,
        account: impl FnOnce(&mut Account),
        rows: impl FnOnce(&mut BTreeMap<RecordId, Row>),
    ) {
        self.doubts = true;
        let old = &self.replica;
        let (mut is, mut known) = (old.account().clone(), old.rows().clone());
        account(&mut is);
        rows(&mut known);
        let (outbox, refused) = (old.outbox().values().cloned(), old.refused().values().cloned());
        self.replica = Replica::new(is, old.meta().clone(), known.into_values(), outbox, refused);
    }

    pub fn view(&self, record: RecordId) -> View {
        self.replica.view(record).expect("the device has the record")
    }

    pub fn text(&self, record: RecordId, field: Field) -> String {
        self.view(record).fields.get(&field).and_then(Value::as_text).unwrap_or_default().to_owned()
    }

    pub fn has(&self, record: RecordId) -> bool {
        self.replica.view(record).is_some()
    }

    /// The body of the next request.
    pub fn request(&mut self) -> (Vec<u8>, Sent) {
        if let Some(batch) = self.replica.seal() {
            self.commit(batch);
        }
        let now = self.now();
        let (mut request, sent) = self.replica.request(now);
        request.page = self.page;
        (request.encode(), sent)
    }

    /// Sends a body as it is.
    pub async fn send(&self, body: Vec<u8>) -> Told {
        let request = self.client.post(format!("{}/sync", self.base)).bearer_auth(&self.token);
        let answer = request.header("content-type", "application/cbor").body(body).send().await.unwrap();
        Told::of(answer).await
    }

    /// Sends a body that must be answered.
    pub async fn answer(&self, body: Vec<u8>) -> Answer {
        let told = self.send(body).await;
        assert_eq!(told.status, StatusCode::OK, "{}", String::from_utf8_lossy(&told.body));
        Answer::decode(&told.body).unwrap()
    }

    /// One exchange.
    pub async fn exchange(&mut self) -> Answer {
        let (body, sent) = self.request();
        let answer = self.answer(body).await;
        self.receive(&sent, &answer);
        answer
    }

    /// Takes an answer, however it came.
    pub fn receive(&mut self, sent: &Sent, answer: &Answer) {
        let kept = if answer.restart { self.kept.values().cloned().collect() } else { Vec::new() };
        let now = self.now();
        let batch = self.replica.receive(sent, answer.clone(), now, kept);
        self.commit(batch);
    }

    /// Whether the endpoint is not reached.
    pub async fn sync_fails(&mut self) -> bool {
        let base = std::mem::replace(&mut self.base, "http://127.0.0.1:1".to_owned());
        let failed = self.try_exchange().await.is_none();
        self.base = base;
        failed
    }

    /// One exchange over a line or with an endpoint that may fail: whatever a later try cures is no answer.
    pub async fn try_exchange(&mut self) -> Option<Answer> {
        let (body, sent) = self.request();
        let request = self.client.post(format!("{}/sync", self.base)).bearer_auth(&self.token);
        let told = request.header("content-type", "application/cbor").body(body).send().await.ok()?;
        let (status, again) = (told.status(), told.headers().contains_key("retry-after"));
        let body = told.bytes().await.ok()?;
        if status != StatusCode::OK {
            // A proxy has words of its own for an endpoint that is not there.
            let unreached = matches!(status, StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT);
            assert!(
                unreached || status == StatusCode::SERVICE_UNAVAILABLE && again,
                "{status}: {}",
                String::from_utf8_lossy(&body)
            );
            return None;
        }
        let answer = Answer::decode(&body).unwrap();
        assert!(!answer.restart, "the endpoint has lost what it had acknowledged");
        let now = self.now();
        let batch = self.replica.receive(&sent, answer.clone(), now, Vec::new());
        self.commit(batch);
        Some(answer)
    }

    /// Exchanges until nothing more is told: what waits for others waits on.
    pub async fn sync_once(&mut self) {
        while self.exchange().await.more {}
    }

    /// Exchanges until nothing is left to send or receive. Says how many it took.
    pub async fn sync(&mut self) -> usize {
        for round in 1..50 {
            let answer = self.exchange().await;
            let differs = !self.replica.to_read_again().is_empty();
            assert!(
                !differs || self.doubts,
                "the device holds something else: {:?}",
                self.replica.comparisons()
            );
            if !answer.more && !answer.restart && !differs && !self.replica.has_sendable() {
                return round;
            }
        }
        panic!("the device and the endpoint do not come to an end");
    }
}

pub fn a_nomination(name: &str) -> Fields {
    Fields::from_iter([
        (nomination::SUBJECT, 1.into()),
        (nomination::AWARD, "lao_dong_tien_tien".into()),
        (nomination::YEAR, 2023.into()),
        (nomination::NAME, name.into()),
    ])
}
