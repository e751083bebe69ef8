//! An officer's device that makes the sample year: the sync core's replica in memory, and HTTP to a running endpoint.
//! Every record goes the way of one that was typed in the app.

use std::collections::BTreeMap;
use std::error::Error;

use reqwest::Client;
use thidua_domain::nomination::{AWARD, SUBJECT};
use thidua_domain::record::{PartitionId, RecordId, RecordKind, Value};
use thidua_sample::{Facts, New, Unit, absent, commons, year};
use thidua_sync::client::{Batch, Meta, Replica, Stamp};
use thidua_sync::directory::{Directory, SignIn, SignedIn};
use thidua_sync::identity::DeviceId;
use thidua_sync::outcome::Outcome;
use thidua_sync::wire::Answer;

/// As many records are made in one step.
const CHUNK: usize = 100;

pub type Failure = Box<dyn Error + Send + Sync>;

/// How many of each award and kind of subject were made.
pub type Made = BTreeMap<(String, i64), u32>;

pub struct Officer {
    client: Client,
    url: String,
    token: String,
    pub directory: Directory,
    pub replica: Replica,
    seed: u128,
    ids: u64,
}

impl Officer {
    /// Signs in, and pulls what is there.
    pub async fn sign_in(url: &str, login: &str, password: &str) -> Result<Self, Failure> {
        let client = Client::new();
        let seed = random();
        let device = DeviceId(seed.to_be_bytes());
        let asked = SignIn { login: login.into(), password: password.into(), device: device.to_string() };
        let answer = client.post(format!("{url}/session")).json(&asked).send().await?;
        if !answer.status().is_success() {
            return Err(format!("{url} does not let {login} in: {}", answer.status()).into());
        }
        let SignedIn { token, directory } = answer.json().await?;
        let account = directory.to_account().ok_or("a role of a later version")?;
        let replica = Replica::new(account, Meta::new(device), [], [], []);
        let mut officer = Self { client, url: url.into(), token, directory, replica, seed, ids: 0 };
        officer.sync().await?;
        Ok(officer)
    }

    /// Makes the year; nothing where it is there already.
    pub async fn load(&mut self, facts: &Facts) -> Result<Option<Made>, Failure> {
        if !self.directory.sample {
            return Err("this is no sample committee: nothing was made".into());
        }
        let records = self.absent(year(facts, &self.units())?);
        if records.is_empty() {
            return Ok(None);
        }
        let mut made = Made::new();
        self.make_all(&records)?;
        for new in records.iter().filter(|new| new.kind == RecordKind::Nomination) {
            let award = new.fields.get(&AWARD).and_then(Value::as_text).unwrap_or_default();
            let kind = new.fields.get(&SUBJECT).and_then(Value::as_int).unwrap_or_default();
            *made.entry((award.to_owned(), kind)).or_default() += 1;
        }
        self.sync().await?;
        Ok(Some(made))
    }

    /// Makes what the committee tells all its units; how many records.
    pub async fn load_commons(&mut self) -> Result<usize, Failure> {
        let records = self.absent(commons(&self.units()));
        self.make_all(&records)?;
        self.sync().await?;
        Ok(records.len())
    }

    fn units(&self) -> Vec<Unit> {
        let places = self.directory.places.iter();
        let unit = places.filter_map(|place| {
            let kind = place.partition_kind()?;
            Some(Unit { partition: PartitionId(place.id), kind, name: place.name.clone() })
        });
        unit.collect()
    }

    /// Those that the committee does not hold yet.
    fn absent(&self, records: Vec<New>) -> Vec<New> {
        let views = self.replica.views();
        let held = views
            .iter()
            .filter_map(|view| Some((RecordKind::from_code(view.kind)?, view.partition, &view.fields)));
        absent(records, held)
    }

    fn make_all(&mut self, records: &[New]) -> Result<(), Failure> {
        for some in records.chunk_by(|a, b| a.kind == b.kind) {
            for some in some.chunks(CHUNK) {
                self.make(some)?;
            }
        }
        Ok(())
    }

    fn make(&mut self, some: &[New]) -> Result<(), Failure> {
        let Some(kind) = some.first().map(|new| new.kind) else { return Ok(()) };
        let news = some.iter().map(|new| (self.fresh(), new.unit, new.fields.clone())).collect();
        let batch = self.replica.create_many(now(), kind, news)?;
        self.take(batch);
        Ok(())
    }

    /// A record id of version 7: the time in milliseconds, then what tells it from all others.
    fn fresh(&mut self) -> RecordId {
        self.ids += 1;
        let Stamp(now) = now();
        let unique = self.seed.wrapping_add(u128::from(self.ids));
        let high = (now as u128) << 80 | 0x7 << 76 | (unique >> 64 & 0xfff) << 64;
        let low = 0b10 << 62 | (unique & (u128::MAX >> 66));
        RecordId::from_bytes((high | low).to_be_bytes())
    }

    pub fn take(&mut self, batch: Batch) {
        self.replica.absorb(batch);
    }

    /// Exchanges until nothing is left to send or receive. A refusal is an error: the year keeps every rule.
    pub async fn sync(&mut self) -> Result<(), Failure> {
        loop {
            if let Some(batch) = self.replica.seal() {
                self.take(batch);
            }
            let (request, sent) = self.replica.request(now());
            let post = self.client.post(format!("{}/sync", self.url)).bearer_auth(&self.token);
            let post = post.header("content-type", "application/cbor").body(request.encode());
            let answer = post.send().await?.error_for_status()?.bytes().await?;
            let answer = Answer::decode(&answer)?;
            let refused = answer.outcomes.iter().find(|(_, outcome)| matches!(outcome, Outcome::Refused(_)));
            if let Some((counter, outcome)) = refused {
                return Err(format!("operation {counter} was not carried out: {outcome:?}").into());
            }
            let (more, restart) = (answer.more, answer.restart);
            let batch = self.replica.receive(&sent, answer, now(), Vec::new());
            self.take(batch);
            if !more && !restart && !self.replica.has_sendable() {
                return Ok(());
            }
        }
    }
}

pub fn now() -> Stamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Stamp(since.ok().and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or_default())
}

/// Random enough to tell this device from others: the standard library's own keys for hashing are random.
fn random() -> u128 {
    use std::hash::{BuildHasher as _, Hasher as _, RandomState};
    let half = || u128::from(RandomState::new().build_hasher().finish());
    half() << 64 | half()
}
