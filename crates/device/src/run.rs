//! Carrying a script out.
//!
//! Invariant: a step that writes anything writes the place behind it in the same transaction. Steps that write nothing leave
//! no place: after a kill they are done again, from the last place that was written, and do the same.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};
use thidua_domain::record::{Field, Fields, RecordId, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_sync::client::{Batch, CommandError, NewStep, View};

use crate::clock;
use crate::device::{Device, DeviceError};
use crate::expect;
use crate::fault::{At, ScriptError};
use crate::line::LineError;
use crate::names::{self, Readers};
use crate::script::{Command, Expected, Script, Step, What};
use crate::show;
use crate::store::{Beside, Place};
use crate::word::{Pair, Text};

/// How long is waited between two looks at what is to become so.
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);

/// Why a script did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Something is wrong at a place of the script.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// The device failed where no step is to blame.
    #[error(transparent)]
    Device(#[from] DeviceError),
}

/// A script on its way.
pub struct Run {
    pub(crate) device: Device,
    script: Script,
    place: Place,
    /// Where it goes on, if it was cut before.
    goes_on: bool,
    /// The account's password, where one was given.
    pub password: Option<String>,
    /// Whether only what is printed is told.
    pub is_quiet: bool,
}

impl Run {
    /// From the beginning; or from a place, where it is one of this very script.
    #[must_use]
    pub fn new(device: Device, text: &str, script: Script, place: Option<Place>) -> Self {
        let digest = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let before = place.filter(|place| place.script == digest && place.next < script.steps.len());
        let goes_on = before.is_some();
        let place = before.unwrap_or_else(|| Place { script: digest, ..Place::default() });
        Self { device, script, place, goes_on, password: None, is_quiet: false }
    }

    /// Does every step that is left.
    ///
    /// # Errors
    /// What is wrong, and where. What was done before stays done; the same command begins with this step again.
    pub async fn to_its_end(&mut self) -> Result<(), Failure> {
        self.device.ahead_ms = self.place.ahead_ms;
        if let Some(step) = self.script.steps.get(self.place.next).filter(|_| self.goes_on) {
            self.say(step.at, "the script goes on here");
        }
        while let Some(step) = self.script.steps.get(self.place.next).cloned() {
            let after = self.after(&step.what);
            let done = self.step(&step, &after).await.map_err(|failure| at(step.at, failure))?;
            if let Some(words) = done {
                self.say(step.at, &words);
            }
            self.place = after;
            self.device.ahead_ms = self.place.ahead_ms;
            if step.what == What::Kill {
                // Nothing of this process runs any more, as after kill -9.
                std::process::abort();
            }
        }
        self.device.end_script().await?;
        Ok(())
    }

    fn say(&self, at: At, words: &str) {
        if !self.is_quiet {
            println!("line {}: {words}", at.line);
        }
    }

    /// The place behind a step.
    fn after(&self, what: &What) -> Place {
        let mut after = self.place.clone();
        after.next += 1;
        match what {
            What::Repeat(0, end) => after.next = end + 1,
            What::Repeat(..) => after.rounds.push(1),
            What::End(start) => {
                let rounds = match self.script.steps.get(*start).map(|step| &step.what) {
                    Some(What::Repeat(rounds, _)) => *rounds,
                    _ => 0,
                };
                match after.rounds.last_mut() {
                    Some(round) if *round < rounds => {
                        *round += 1;
                        after.next = start + 1;
                    }
                    _ => _ = after.rounds.pop(),
                }
            }
            What::Line(is_there) => after.offline = !is_there,
            What::Clock(clock) => after.ahead_ms = clock.ahead(after.ahead_ms, clock::machine()),
            _ => {}
        }
        after
    }

    /// Does one step, and tells in words what was done; nothing of steps that only lead to others.
    async fn step(&mut self, step: &Step, after: &Place) -> Result<Option<String>, Failure> {
        let done = Beside { place: Some(after), ..Beside::default() };
        Ok(Some(match &step.what {
            What::Repeat(..) | What::End(_) => return Ok(None),
            What::SignIn => self.sign_in(step.at, after).await?,
            What::SignOut => {
                self.on_the_line(step.at)?;
                self.device.sign_out(after).await?;
                "signed out".to_owned()
            }
            What::Command(command) => {
                let prepared = self.prepare(command)?;
                let name = prepared.name.as_ref().map(|(name, record)| (name.as_str(), *record));
                self.device.commit(prepared.batch?, Beside { name, ..done }).await?;
                prepared.words
            }
            What::Refused(code, command) => self.refused(code, command)?,
            What::Find(kind, name, says) => self.find(*kind, name, says, done).await?,
            What::Sync { once, tries } => self.sync(step.at, *once, *tries, done).await?,
            What::Export(file) => {
                let file = self.file(file);
                let (written, left) = self.device.export(&file, done).await?;
                format!("written: {written} operations, {left} left for another file")
            }
            What::Carry(file, receipt) => {
                self.on_the_line(step.at)?;
                let (file, receipt) = (self.file(file), self.file(receipt));
                self.device.carry(&file, &receipt, done).await?;
                "handed in, with a receipt".to_owned()
            }
            What::Receipt(file) => {
                let file = self.file(file);
                let told = self.device.take_receipt(&file, done).await?;
                format!("the receipt tells of {told} operations")
            }
            What::Wait(ms) => {
                tokio::time::sleep(Duration::from_millis(*ms)).await;
                self.device.note(done).await?;
                format!("waited {ms} ms")
            }
            What::Line(is_there) => (if *is_there { "online" } else { "offline" }).to_owned(),
            What::Clock(_) => format!("the clock says {}", clock::written(clock::machine() + after.ahead_ms)),
            What::Expect(expected, within) => self.expect(step.at, expected, *within).await?,
            What::Dismiss(name) => self.dismiss(name, done).await?,
            What::Print(shown) => {
                print!("{}", show::show(self, shown)?);
                return Ok(None);
            }
            What::Kill => {
                self.device.note(done).await?;
                "the process dies here".to_owned()
            }
        }))
    }

    async fn sign_in(&mut self, at: At, after: &Place) -> Result<String, Failure> {
        self.on_the_line(at)?;
        let password = self.password.clone();
        if password.is_none() && !self.device.is_let_in() {
            return Err(ScriptError::new(at, "THIDUA_PASSWORD is not set").into());
        }
        let is_fresh = self.device.sign_in(&password.unwrap_or_default(), after).await?;
        Ok((if is_fresh { "signed in" } else { "signed in already" }).to_owned())
    }

    fn on_the_line(&self, at: At) -> Result<(), ScriptError> {
        if self.place.offline {
            return Err(ScriptError::new(at, "the device is offline: this needs a line"));
        }
        Ok(())
    }

    async fn sync(&mut self, at: At, once: bool, tries: bool, done: Beside<'_>) -> Result<String, Failure> {
        if self.place.offline {
            if tries {
                return Ok("offline: nothing was tried".to_owned());
            }
            self.on_the_line(at)?;
        }
        let begun = Instant::now();
        let round = match self.device.sync(once).await {
            Ok(round) => round,
            Err(DeviceError::Line(error)) if tries && error.may_pass() => {
                self.device.note(done).await?;
                return Ok(format!("it did not come through: {error}"));
            }
            Err(error) => return Err(error.into()),
        };
        self.device.note(done).await?;
        let left = self.device.replica()?.outbox().len();
        Ok(format!(
            "synced: {} requests, {} sent, {} received, {left} left, {} bytes up, {} down, {} ms",
            round.requests,
            round.sent,
            round.received,
            round.moved.up,
            round.moved.down,
            begun.elapsed().as_millis()
        ))
    }

    async fn expect(&mut self, at: At, expected: &Expected, within: Option<u64>) -> Result<String, Failure> {
        let until = within.map(|ms| Instant::now() + Duration::from_millis(ms));
        loop {
            let Err(wrong) = expect::check(self, at, expected) else { return Ok("as expected".to_owned()) };
            let Some(until) = until.filter(|until| Instant::now() < *until) else { return Err(wrong.into()) };
            tokio::time::sleep(BETWEEN_LOOKS.min(until.saturating_duration_since(Instant::now()))).await;
            if self.place.offline {
                continue;
            }
            match self.device.sync(false).await {
                Ok(_) => {}
                Err(DeviceError::Line(error)) if error.may_pass() => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn find(
        &mut self,
        kind: RecordKind,
        name: &Text,
        says: &[Pair],
        done: Beside<'_>,
    ) -> Result<String, Failure> {
        let wanted = self.fields(kind, says)?;
        let views = self.device.replica()?.views_of_kind(kind);
        let fits = |view: &&View| {
            !view.deleted && wanted.iter().all(|(field, value)| view.fields.get(field) == Some(value))
        };
        let found: Vec<RecordId> = views.iter().filter(fits).map(|view| view.id).collect();
        let [record] = found.as_slice() else {
            let words = format!("{} records of the device are so, and one is asked for", found.len());
            return Err(ScriptError::new(name.at, words).into());
        };
        let name = self.fill(&name.text);
        self.device.note(Beside { name: Some((&name, *record)), ..done }).await?;
        Ok(format!("found {name}"))
    }

    async fn dismiss(&mut self, name: &Text, done: Beside<'_>) -> Result<String, Failure> {
        let record = self.record(name)?;
        let of_record = |(counter, refused): (&u64, &thidua_sync::client::Refused)| {
            (refused.op.record == record).then_some(*counter)
        };
        let mut dismissed = 0;
        while let Some(counter) = self.device.replica()?.refused().iter().find_map(of_record) {
            let batch = self.device.replica()?.dismiss(counter);
            self.device.commit(batch, Beside::default()).await?;
            dismissed += 1;
        }
        if dismissed == 0 {
            return Err(ScriptError::new(name.at, "nothing of this record came back").into());
        }
        self.device.note(done).await?;
        Ok(format!("dismissed {dismissed}"))
    }

    fn refused(&self, code: &Text, command: &Command) -> Result<String, Failure> {
        match self.prepare(command)?.batch {
            Err(CommandError::Refused(reason)) if reason.code().to_string() == code.text => {
                Ok(format!("refused as expected: {reason:?}"))
            }
            Err(error) => Err(ScriptError::new(code.at, DeviceError::Refused(error).to_string()).into()),
            Ok(_) => Err(ScriptError::new(code.at, "the device does not refuse it").into()),
        }
    }

    /// What an officer does, as a batch, or the reason for which the device refuses it.
    fn prepare(&self, command: &Command) -> Result<Prepared, Failure> {
        let (replica, now) = (self.device.replica()?, self.device.now());
        let prepared = |batch, verb: &str, name: &Text| Prepared {
            batch,
            name: None,
            words: format!("{verb} {}", self.fill(&name.text)),
        };
        Ok(match command {
            Command::Create(kind, name, place, says) => {
                let directory = self.device.directory()?;
                let place = match place {
                    Some(place) => {
                        self.readers(&|_| None)?.place(&self.fill(&place.text)).ok_or_else(|| {
                            ScriptError::new(
                                place.at,
                                format!("the directory has no place {:?}", self.fill(&place.text)),
                            )
                        })?
                    }
                    None => names::usual_place(*kind, directory).ok_or_else(|| {
                        ScriptError::new(
                            name.at,
                            "the account sees no place where such a record goes: say `in PLACE`",
                        )
                    })?,
                };
                let record = self.device.fresh_record();
                let batch = replica.create(now, record, *kind, place, self.fields(*kind, says)?);
                Prepared { name: Some((self.fill(&name.text), record)), ..prepared(batch, "create", name) }
            }
            Command::Edit(name, says) => {
                let (record, kind) = self.held(name)?;
                prepared(replica.edit(now, record, self.fields(kind, says)?), "edit", name)
            }
            Command::Delete(name) => prepared(replica.delete(now, self.record(name)?), "delete", name),
            Command::Restore(name) => prepared(replica.restore(now, self.record(name)?), "restore", name),
            Command::Settle(name, says) => {
                let (record, kind) = self.held(name)?;
                let (field, value) = self.value(kind, says)?;
                prepared(replica.settle(now, record, field, value), "settle", name)
            }
            Command::Take(name, step, day, says) => {
                let (record, kind) = self.held(name)?;
                let new = self.new_step(kind, step, day.as_ref(), says)?;
                let steps = replica.steps(now, vec![(record, new)]);
                let refused = steps.each.into_iter().find_map(|(_, taken)| taken.err());
                let batch = refused.map_or(Ok(steps.batch), Err);
                prepared(batch, &format!("step {}", step.text), name)
            }
        })
    }

    fn new_step(
        &self,
        kind: RecordKind,
        step: &Text,
        day: Option<&Text>,
        says: &[Pair],
    ) -> Result<NewStep, Failure> {
        let known = names::step(kind, &step.text);
        let (code, leads_to) = known.ok_or_else(|| {
            ScriptError::new(
                step.at,
                format!("no step of a {} is called {:?}", names::of_kind(kind.code()), step.text),
            )
        })?;
        let day: CivilDate = match day {
            Some(day) => {
                day.text.parse().map_err(|_| ScriptError::new(day.at, "a day is written 2024-03-01"))?
            }
            None => clock::day(self.device.now().0)
                .ok_or_else(|| ScriptError::new(step.at, "the device's clock says no day"))?,
        };
        let mut fields = Fields::new();
        for pair in says {
            let field = names::step_field(&pair.field.text)
                .ok_or_else(|| ScriptError::new(pair.field.at, "a step has no such field"))?;
            // In the record these fields are those of an item.
            let value = self.read(kind, Field::of_item(field.number, 1), pair)?;
            fields.insert(field, value);
        }
        Ok(NewStep { kind: code, leads_to, day, says: fields })
    }

    /// The record of a name.
    pub(crate) fn record(&self, name: &Text) -> Result<RecordId, ScriptError> {
        let filled = self.fill(&name.text);
        self.device
            .record(&filled)
            .ok_or_else(|| ScriptError::new(name.at, format!("no record is called {filled:?}")))
    }

    /// A record that the device holds, and its kind.
    fn held(&self, name: &Text) -> Result<(RecordId, RecordKind), Failure> {
        let record = self.record(name)?;
        let view = self.device.replica()?.view(record);
        let view = view.ok_or_else(|| ScriptError::new(name.at, "the device does not hold this record"))?;
        let kind = RecordKind::from_code(view.kind);
        let kind =
            kind.ok_or_else(|| ScriptError::new(name.at, "this record is of a kind of a later version"))?;
        Ok((record, kind))
    }

    fn fields(&self, kind: RecordKind, says: &[Pair]) -> Result<Fields, Failure> {
        let mut fields = Fields::new();
        for pair in says {
            let (field, value) = self.value(kind, pair)?;
            if fields.insert(field, value).is_some() {
                return Err(ScriptError::new(pair.field.at, "this field is written twice").into());
            }
        }
        Ok(fields)
    }

    /// A field and its value.
    pub(crate) fn value(&self, kind: RecordKind, pair: &Pair) -> Result<(Field, Value), Failure> {
        let field = names::field(kind, &self.fill(&pair.field.text)).ok_or_else(|| {
            let words = format!("a {} has no field {:?}", names::of_kind(kind.code()), pair.field.text);
            ScriptError::new(pair.field.at, words)
        })?;
        Ok((field, self.read(kind, field, pair)?))
    }

    fn read(&self, kind: RecordKind, field: Field, pair: &Pair) -> Result<Value, Failure> {
        let record = |name: &str| self.device.record(name).map(|record| record.to_string());
        let said = self.fill(&pair.value.text);
        let value = self.readers(&record)?.value(kind, field, &said, pair.value.quoted);
        Ok(value.map_err(|words| ScriptError::new(pair.value.at, words))?)
    }

    fn readers<'r>(&'r self, record: &'r dyn Fn(&str) -> Option<String>) -> Result<Readers<'r>, Failure> {
        Ok(Readers { directory: self.device.directory()?, record })
    }

    /// A text with the number of the round in the place of `{n}`, and of the round around it in that of `{o}`.
    pub(crate) fn fill(&self, text: &str) -> String {
        let mut rounds = self.place.rounds.iter().rev();
        let mut filled = text.to_owned();
        for mark in ["{n}", "{o}"] {
            let Some(round) = rounds.next() else { break };
            filled = filled.replace(mark, &round.to_string());
        }
        filled
    }

    /// A file, beside where the program runs.
    fn file(&self, name: &Text) -> PathBuf {
        PathBuf::from(self.fill(&name.text))
    }

    pub(crate) const fn is_offline(&self) -> bool {
        self.place.offline
    }
}

/// What an officer does, prepared.
struct Prepared {
    batch: Result<Batch, CommandError>,
    /// The name of a new record.
    name: Option<(String, RecordId)>,
    words: String,
}

impl From<CommandError> for Failure {
    fn from(error: CommandError) -> Self {
        Self::Device(DeviceError::Refused(error))
    }
}

impl From<LineError> for Failure {
    fn from(error: LineError) -> Self {
        Self::Device(error.into())
    }
}

/// A failure of the device is told at the step that met it.
fn at(at: At, failure: Failure) -> Failure {
    match failure {
        Failure::Device(error) => ScriptError::new(at, error.to_string()).into(),
        Failure::Script(_) => failure,
    }
}
