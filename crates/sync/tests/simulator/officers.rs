//! What the officers do: create, edit, settle, delete and restore, each upon what their own screen shows.

use thidua_domain::access::Role;
use thidua_domain::record::{Decimal, Field, Fields, PartitionKind, RecordId, RecordKind, Value};
use thidua_domain::{decision, nomination, pledge, setting};
use thidua_sync::client::{Batch, CommandError, Replica, Stamp, View, Write};

use crate::device::{Commit, Power};
use crate::trace;
use crate::world::World;

/// Few values, so that two officers often write the same.
const NAMES: [&str; 4] = ["Đinh Văn A", "Đinh Thị B", "Phạm Văn C", "Đinh Văn A"];

impl World {
    /// Somebody does something on some tab of some device.
    pub fn officer_acts(&mut self) {
        let at = self.any_device();
        self.officer_of(at);
    }

    /// The officer of a device does something on one of its tabs.
    pub fn officer_of(&mut self, at: usize) {
        let tab = self.any_tab(at);
        let now = self.stamp(at);
        self.devices[at].tab(tab);
        // A stale tab reads anew and prepares the command again, as the app does.
        let choice = self.rng.u32(..164);
        for _ in 0..3 {
            let Some(batch) = self.command(at, tab, now, choice) else { return };
            let power = self.power();
            let written = batch.writes.clone();
            match self.devices[at].commit(tab, batch, power) {
                Commit::Done => return self.note_saved(at, &written),
                Commit::Stale => self.tally.stale_tabs += 1,
                Commit::DiedBefore => return self.tally.died += 1,
                // The officer was told nothing, but what is on the disk must arrive as well.
                Commit::DiedAfter => {
                    self.tally.died += 1;
                    return self.note_saved(at, &written);
                }
            }
        }
    }

    /// A command without any fault around it.
    pub fn do_now(&mut self, at: usize, batch: Batch) {
        let written = batch.writes.clone();
        assert_eq!(self.devices[at].commit(0, batch, Power::Stays), Commit::Done);
        self.note_saved(at, &written);
    }

    fn note_saved(&mut self, at: usize, written: &[Write]) {
        for write in written {
            if let Write::PutPending(pending) = write {
                self.trace(|| format!("{at} · saves {}", trace::operation(&pending.op)));
                let values = pending.op.changes.iter().map(|change| (change.field, change.value.clone()));
                let saved = (pending.op.record, values.collect());
                self.saved.insert((self.devices[at].id, pending.op.counter), saved);
                self.tally.saved += 1;
            }
        }
    }

    fn command(&mut self, at: usize, tab: usize, now: Stamp, choice: u32) -> Option<Batch> {
        let replica = self.devices[at].tab(tab).replica.clone();
        let views = replica.views();
        let live: Vec<&View> = views.iter().filter(|view| !view.deleted).collect();
        if choice < 20 || live.is_empty() {
            return self.creation(at, tab, now, &live).ok();
        }
        match choice {
            100..115 => return self.step(&replica, now, &live),
            115..150 => return self.many_steps(&replica, now, &live),
            150..160 => return self.paper(&replica, at, tab, now, &live),
            160.. => {
                let of = live.iter().filter(|view| view.kind == RecordKind::Nomination.code());
                let of: Vec<_> = of.map(|view| view.id).collect();
                let chosen = *of.get(self.rng.usize(..of.len().max(1)))?;
                return replica.erase(now, &[(chosen, None)], "Theo đề nghị", "Chủ tịch (mẫu)").ok();
            }
            _ => {}
        }
        let view = live[self.rng.usize(..live.len())];
        let batch = match choice {
            20..70 if [1, 2].contains(&view.kind) => replica.edit(now, view.id, self.some_fields(view.kind)),
            20..70 if crate::commons::is_shared(view.kind) => {
                let account = self.devices[at].account.clone();
                replica.edit(now, view.id, crate::commons::changes(&mut self.rng, &account, view))
            }
            20..70 if view.kind == RecordKind::Bloc.code() => replica.edit(now, view.id, self.some_of_bloc()),
            20..70 if view.kind == RecordKind::Score.code() => replica.edit(now, view.id, self.some_points()),
            20..70 if view.kind == RecordKind::CouncilSession.code() => {
                replica.edit(now, view.id, self.other_votes(view))
            }
            70..85 => match view.conflicts.iter().next() {
                Some((field, others)) => {
                    // Nobody sees a field that was emptied, and yet it may stand beside another value.
                    let shown = view.fields.get(field).cloned().unwrap_or(Value::Null);
                    let value = if self.rng.bool() { others[0].value.clone() } else { shown };
                    replica.settle(now, view.id, *field, value)
                }
                None => replica.settle(now, view.id, Field::RETURNED, Value::Bool(false)),
            },
            85..95 => replica.delete(now, view.id),
            _ => match views.iter().find(|view| view.deleted) {
                Some(view) => replica.restore(now, view.id),
                None => return None,
            },
        };
        batch.ok().filter(|batch| !batch.writes.is_empty())
    }

    /// The district issues a decision that is prepared, or prepares one over what is ready.
    fn paper(
        &mut self,
        replica: &Replica,
        at: usize,
        tab: usize,
        now: Stamp,
        live: &[&View],
    ) -> Option<Batch> {
        let is_draft = |view: &&&View| {
            view.kind == RecordKind::Decision.code()
                && decision::State::of(&view.fields).is_draft()
                && decision::nominations(&view.fields).next().is_some()
        };
        if let Some(draft) = live.iter().find(is_draft) {
            return self.step(replica, now, &[draft]);
        }
        let account = &self.devices[at].account;
        let place = account.grants.iter().find(|grant| grant.kind == PartitionKind::Authority)?.partition;
        let fields = self.new_decision(live);
        let record = self.new_record(at);
        self.devices[at].tab(tab).replica.create(now, record, RecordKind::Decision, place, fields).ok()
    }

    /// Four write one field, none having seen the others; one of them sees two of the values, and settles while the rest are on
    /// their way. What was not seen must not go with what was.
    pub fn quarrel(&mut self) {
        let (settler, parties) = (0, [0, 1, 3, 4]);
        let record = self.new_record(settler);
        let place = self.devices[settler].account.home;
        let fields = Fields::from_iter([
            (nomination::SUBJECT, 1.into()),
            (nomination::AWARD, self.some_award()),
            (nomination::YEAR, 2023.into()),
            (nomination::NAME, NAMES[0].into()),
        ]);
        let replica = self.devices[settler].tab(0).replica.clone();
        let made = replica.create(self.stamp(settler), record, RecordKind::Nomination, place, fields);
        self.do_now(settler, made.expect("a nomination"));
        parties.into_iter().for_each(|at| self.sync_now(at));
        for at in parties {
            let name = format!("Đinh Văn {at}");
            let wanted = Fields::from_iter([(nomination::NAME, name.as_str().into())]);
            let replica = self.devices[at].tab(0).replica.clone();
            let edited = replica.edit(self.stamp(at), record, wanted);
            self.do_now(at, edited.expect("a draft"));
        }
        // The settler's own value and the first of the others are there; then come the rest.
        [0, 1, 0, 3, 4].into_iter().for_each(|at| self.sync_now(at));
        let replica = self.devices[settler].tab(0).replica.clone();
        let shown = replica.view(record).expect("it is there").fields[&nomination::NAME].clone();
        let settled = replica.settle(self.stamp(settler), record, nomination::NAME, shown);
        self.do_now(settler, settled.expect("a draft"));
        self.sync_now(settler);
    }

    pub fn new_record(&mut self, at: usize) -> RecordId {
        self.records += 1;
        let mut id = [0; 16];
        id[..8].copy_from_slice(&self.records.to_be_bytes());
        id[8] = at as u8;
        RecordId::from_bytes(id)
    }

    fn creation(&mut self, at: usize, tab: usize, now: Stamp, live: &[&View]) -> Result<Batch, CommandError> {
        let record = self.new_record(at);
        let account = &self.devices[at].account;
        let grant = account.grants[self.rng.usize(..account.grants.len())].clone();
        let (home_unit, role) = (account.home, account.role);
        let home = i64::from(home_unit.0);
        let (kind, mut fields) = if grant.kind == PartitionKind::Council {
            (RecordKind::CouncilSession, self.new_session(live))
        } else if grant.kind == PartitionKind::Commons {
            crate::commons::creation(account)
        } else if grant.kind == PartitionKind::Authority && self.rng.u32(..3) > 0 {
            (RecordKind::Decision, self.new_decision(live))
        } else if grant.kind == PartitionKind::Authority {
            let until = [1, 200][self.rng.usize(..2)];
            let known = [
                (setting::KEY, "quota_percent".into()),
                (setting::VALUE, self.rng.i64(0..until).into()),
                (setting::VALID_FROM, "2023-01-01".into()),
                (setting::REASON, "Mẫu".into()),
                (setting::SET_BY, NAMES[0].into()),
            ];
            (RecordKind::Setting, Fields::from_iter(known))
        } else if grant.kind.is_group() && role != Role::CommuneOfficer && self.rng.u32(..4) == 0 {
            (RecordKind::Bloc, self.new_bloc())
        } else if grant.kind.is_group()
            && self.rng.bool()
            && let Some(score) = self.new_score(home_unit, live)
        {
            (RecordKind::Score, score)
        } else if grant.kind.is_group() {
            let known = [(pledge::UNIT, home.into()), (pledge::YEAR, 2023.into())];
            (RecordKind::Pledge, Fields::from_iter(known))
        } else {
            let known = [
                (nomination::SUBJECT, 1.into()),
                (nomination::AWARD, self.some_award()),
                (nomination::YEAR, 2023.into()),
                (nomination::NAME, NAMES[self.rng.usize(..NAMES.len())].into()),
            ];
            (RecordKind::Nomination, Fields::from_iter(known))
        };
        if matches!(kind, RecordKind::Nomination | RecordKind::Pledge) {
            fields.extend(self.some_fields(kind.code()));
        }
        self.devices[at].tab(tab).replica.create(now, record, kind, grant.partition, fields)
    }

    fn some_fields(&mut self, kind: u16) -> Fields {
        let mut fields = Fields::new();
        for _ in 0..self.rng.usize(1..3) {
            let text = Value::from(NAMES[self.rng.usize(..NAMES.len())]);
            let (field, value) = if kind == RecordKind::Pledge.code() {
                let item = self.rng.u32(1..4);
                let figure = Value::Decimal(Decimal::new(self.rng.i64(0..30), 1).expect("a small scale"));
                match self.rng.u32(..4) {
                    0 => (pledge::CONTENT, text),
                    1 => (Field::of_item(pledge::TARGET_NAME.number, item), text),
                    2 => (Field::of_item(pledge::TARGET_PLAN.number, item), figure),
                    _ => (Field::of_item(pledge::TARGET_RESULT.number, item), figure),
                }
            } else {
                match self.rng.u32(..6) {
                    5 => self.some_handling(),
                    0 => (nomination::NAME, text),
                    1 => (nomination::POSITION, text),
                    2 => (nomination::ACHIEVEMENTS, text),
                    // The devices do not ask the law, as an old app would not: the endpoint must.
                    3 => (nomination::RATING, self.rng.i64(1..5).into()),
                    _ => (nomination::INITIATIVE, if self.rng.bool() { text } else { Value::Null }),
                }
            };
            fields.insert(field, value);
        }
        fields
    }
}
