//! The steps that officers take: on dossiers, on decisions, on sessions of the council, each upon what their own screen
//! shows, and often too late.

use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Field, Fields, RecordId, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::{council, decision, dossier, nomination, pledge, step};
use thidua_sync::client::{Batch, NewStep, Replica, Stamp, View};
use thidua_sync::operation::Action;
use thidua_sync::outcome::{Outcome, Reason};
use thidua_sync::row::Row;
use thidua_sync::wire::{Request, open};

use crate::network::Message;
use crate::world::World;

/// How many members each council has.
const MEMBERS: u32 = 5;

/// Of what a decision may list, the half that is for one of two devices.
fn is_half(of: usize) -> impl Fn(&(Field, Value)) -> bool {
    move |(field, _)| field.number != decision::NOMINATION.number || field.item as usize % 2 == of % 2
}

impl World {
    /// A step on some record of the device, most often one that the screen offers.
    pub fn step(&mut self, replica: &Replica, now: Stamp, views: &[&View]) -> Option<Batch> {
        // There are as many pledges as dossiers, whose way is longer.
        let is_of_pledge = self.rng.u32(..5) == 0;
        let guarded = |view: &&&View| {
            let kind = RecordKind::from_code(view.kind);
            kind.is_some_and(step::is_guarded) && (kind == Some(RecordKind::Pledge)) == is_of_pledge
        };
        let guarded: Vec<_> = views.iter().filter(guarded).collect();
        let view = **guarded.get(self.rng.usize(..guarded.len().max(1)))?;
        let new = match RecordKind::from_code(view.kind)? {
            RecordKind::Nomination => self.dossier_step(view, views)?,
            RecordKind::Decision => self.decision_step(view),
            RecordKind::Pledge => {
                let home = replica.account().home;
                self.pledge_step(view, views, home)?
            }
            _ => self.session_step(),
        };
        let steps = replica.steps(now, vec![(view.id, new)]);
        Some(steps.batch).filter(|batch| !batch.writes.is_empty())
    }

    /// Steps on everything that can take the same one: forty at once.
    pub fn many_steps(&mut self, replica: &Replica, now: Stamp, views: &[&View]) -> Option<Batch> {
        let all = [
            dossier::Step::Consider,
            dossier::Step::Submit,
            dossier::Step::Appraise,
            dossier::Step::Approve,
            dossier::Step::Decide,
            dossier::Step::Present,
        ];
        let dossiers = || views.iter().filter(|view| view.kind == RecordKind::Nomination.code());
        let goes = |step: &dossier::Step, view: &&&View| step.goes_from(dossier::State::of(&view.fields));
        let possible: Vec<_> = all.iter().filter(|step| dossiers().any(|view| goes(step, &view))).collect();
        let taken = **possible.get(self.rng.usize(..possible.len().max(1)))?;
        let able: Vec<&&View> = dossiers().filter(|view| goes(&taken, view)).collect();
        let lists = |decision: &&&View, record: RecordId| {
            decision.kind == RecordKind::Decision.code()
                && decision::nominations(&decision.fields).any(|listed| listed == record)
        };
        let mut news = Vec::new();
        for view in able {
            let mut new = self.plain_step(taken);
            if let Some(decision) = views.iter().find(|decision| lists(decision, view.id))
                && taken == dossier::Step::Decide
            {
                new.says.insert(step::LINK, decision.id.to_string().as_str().into());
            }
            news.push((view.id, new));
        }
        Some(replica.steps(now, news).batch).filter(|batch| !batch.writes.is_empty())
    }

    /// Counts the clashes that a history must not be without, as the endpoint has just answered them.
    pub fn note_clashes(&mut self, message: &Message, outcomes: &[(u64, Outcome)]) {
        let request = Request::decode(&message.body).expect("a request");
        let known = self.devices[message.device].read();
        for sealed in &request.operations {
            let Ok(op) = open(sealed, request.device) else { continue };
            let outcome = outcomes.iter().find(|(counter, _)| *counter == sealed.counter);
            let Some((_, outcome)) = outcome else { continue };
            let is_returned = |row: Option<&Row>| {
                row.is_some_and(|row| dossier::State::of(&row.fields()) == dossier::State::Returned)
            };
            let obstacle = match outcome {
                Outcome::Refused(Reason::Obstacle(obstacle)) => Some(*obstacle),
                _ => None,
            };
            match (RecordKind::from_code(op.kind), op.action) {
                (Some(RecordKind::Nomination), Action::Edit) => {
                    let returned_unheard = is_returned(self.endpoint.row(op.record).as_ref())
                        && !is_returned(known.rows().get(&op.record));
                    self.tally.written_while_returned += u64::from(returned_unheard && outcome.took_effect());
                }
                (Some(RecordKind::Decision), Action::Step) => {
                    self.tally.numbers_clashed += u64::from(obstacle == Some(Obstacle::NumberTaken));
                }
                (Some(RecordKind::Pledge), Action::Step) => {
                    let moved = matches!(obstacle, Some(Obstacle::TextMoved | Obstacle::StateMoved));
                    self.tally.signed_another_text += u64::from(moved);
                    let fields = self.endpoint.row(op.record).map(|row| row.fields()).unwrap_or_default();
                    let amend = pledge::Step::Amend.code();
                    let was_amended = step::entries(&fields).iter().any(|entry| entry.kind == amend);
                    self.tally.signed_what_was_amended += u64::from(moved && was_amended);
                }
                (Some(RecordKind::CouncilSession), Action::Edit) => {
                    self.tally.votes_after_close += u64::from(obstacle == Some(Obstacle::Locked));
                }
                _ => {}
            }
        }
    }

    /// Half of the histories begin with dossiers that the council has approved, made by the same operations: what comes last
    /// on a long way would else be too rare to be seen.
    pub fn go_far(&mut self) {
        let (officer, district) = (1, 4);
        for number in 0..4 {
            let replica = self.devices[officer].tab(0).replica.clone();
            let fields = Fields::from_iter([
                (nomination::SUBJECT, 1.into()),
                (nomination::AWARD, self.some_award()),
                (nomination::YEAR, 2023.into()),
                (nomination::NAME, format!("Đinh Văn {number}").as_str().into()),
            ]);
            let home = self.devices[officer].account.home;
            let record = self.new_record(officer);
            let made = replica.create(self.stamp(officer), record, RecordKind::Nomination, home, fields);
            self.do_now(officer, made.expect("a nomination"));
        }
        for step in [dossier::Step::Consider, dossier::Step::Submit] {
            self.all_step(officer, step);
        }
        self.sync_now(officer);
        self.sync_now(district);
        self.all_step(district, dossier::Step::Appraise);
        let on_tablets = self.rng.u32(..3) == 0;
        let session = self.session_now(district, if on_tablets { 1 } else { 2 });
        if on_tablets {
            self.members_vote(session, district);
        } else if self.rng.bool() {
            self.all_step(district, dossier::Step::Approve);
            self.sync_now(district);
            match self.rng.u32(..3) {
                0 => self.both_offices(session, [3, district]),
                1 => self.loses_numbers([district, 3]),
                _ => {}
            }
        } else {
            // What the council voted is there to be cited, and to be cited wrongly.
            let close = self.new_step(council::Step::Close.code(), council::State::Closed.code());
            self.step_now(district, session, close);
            self.sync_now(district);
        }
    }

    /// A session over some of what is appraised, whose votes add up.
    fn session_now(&mut self, at: usize, method: i64) -> RecordId {
        let replica = self.devices[at].tab(0).replica.clone();
        let views = replica.views();
        let mut fields = self.new_session(&views.iter().collect::<Vec<_>>());
        fields.insert(council::METHOD, method.into());
        let figures = [council::YES, council::NO, council::BLANK].map(|field| field.number);
        fields.retain(|field, _| method == 2 || !figures.contains(&field.number));
        let items: Vec<u32> =
            council::agenda(&fields).map(|(item, _)| item).filter(|_| method == 2).collect();
        for item in items {
            fields.insert(Field::of_item(council::YES.number, item), 3.into());
            fields.insert(Field::of_item(council::NO.number, item), 2.into());
        }
        let record = self.new_record(at);
        let kind = RecordKind::CouncilSession;
        let made = replica.create(self.stamp(at), record, kind, crate::world::COUNCIL, fields);
        self.do_now(at, made.expect("a session"));
        record
    }

    /// The vote of a session is opened, and members take ballots and cast them; one of the offices closes it, now or when the
    /// network lets it. Some papers are still under way then.
    fn members_vote(&mut self, session: RecordId, district: usize) {
        self.sync_now(district);
        let open = self.new_step(council::Step::Open.code(), council::State::Open.code());
        self.step_now(district, session, open);
        self.sync_now(district);
        for member in 1..=MEMBERS {
            self.takes_ballot(session, member);
        }
        while self.rng.u32(..8) > 0 {
            self.paper_arrives();
        }
        for at in [3, district] {
            self.sync_now(at);
        }
        if self.rng.bool() {
            let close = self.new_step(council::Step::Close.code(), council::State::Closed.code());
            self.step_now(district, session, close);
            if self.rng.bool() {
                self.sync_now(district);
                self.paper_arrives();
            }
        }
    }

    /// A member asks for a ballot, and has one under way if there was one to be had.
    fn takes_ballot(&mut self, session: RecordId, member: u32) {
        let row = self.endpoint.row(session).map(|row| row.fields()).unwrap_or_default();
        if !self.endpoint.give_ballot(session, member) {
            return;
        }
        let choices: Vec<_> = council::agenda(&row).map(|(item, _)| (item, self.rng.usize(..3))).collect();
        self.ledger.entry(session).or_default().took += 1;
        self.papers.push((session, choices));
    }

    /// A paper that was under way arrives, in time or not.
    pub fn paper_arrives(&mut self) {
        if self.papers.is_empty() {
            return;
        }
        let (session, choices) = self.papers.swap_remove(self.rng.usize(..self.papers.len()));
        if !self.endpoint.cast(session, &choices) {
            self.tally.ballots_late += 1;
            return;
        }
        self.tally.ballots_cast += 1;
        let ledger = self.ledger.entry(session).or_default();
        ledger.cast += 1;
        for (item, choice) in choices {
            ledger.votes.entry(item).or_default()[choice] += 1;
        }
    }

    /// Two of the district who do not hear of each other: both issue a decision that wants the same number, and one counts the
    /// votes again that the other has closed. What comes of it is for the network to say.
    fn both_offices(&mut self, session: RecordId, offices: [usize; 2]) {
        for at in offices {
            self.sync_now(at);
        }
        let wanted = self.rng.i64(1..3);
        for at in offices {
            let fields = self.decision_now(at);
            // Each over dossiers of their own: it is the number that they want both.
            let mut fields = Fields::from_iter(fields.into_iter().filter(is_half(at)));
            fields.insert(decision::WANTED, wanted.into());
            fields.insert(decision::GAP, "Số đã cấp cho văn bản khác".into());
            self.issues_now(at, fields);
        }
        let [late, first] = offices;
        let replica = self.devices[late].tab(0).replica.clone();
        let votes = self.other_votes(&replica.view(session).expect("everybody has it"));
        let edited = replica.edit(self.stamp(late), session, votes);
        self.do_now(late, edited.expect("still open"));
        let close = self.new_step(council::Step::Close.code(), council::State::Closed.code());
        self.step_now(first, session, close);
    }

    /// Two decisions are issued after the night's backup, which is then all that is left: their numbers stand on paper, and in the receipts of
    /// those who have issued them, whoever of them comes back first.
    fn loses_numbers(&mut self, offices: [usize; 2]) {
        self.backs_up();
        for at in offices {
            self.sync_now(at);
            let fields = self.decision_now(at);
            self.issues_now(at, Fields::from_iter(fields.into_iter().filter(is_half(at))));
            self.sync_now(at);
        }
        self.restores();
    }

    fn decision_now(&mut self, at: usize) -> Fields {
        let views = self.devices[at].tab(0).replica.views();
        self.new_decision(&views.iter().collect::<Vec<_>>())
    }

    fn issues_now(&mut self, at: usize, fields: Fields) {
        let replica = self.devices[at].tab(0).replica.clone();
        let (record, place) = (self.new_record(at), crate::world::COMMITTEE);
        let made = replica.create(self.stamp(at), record, RecordKind::Decision, place, fields);
        self.do_now(at, made.expect("a decision"));
        let issue = self.new_step(decision::Step::Issue.code(), decision::State::Issued.code());
        self.step_now(at, record, issue);
    }

    pub fn step_now(&mut self, at: usize, record: RecordId, new: NewStep) {
        let replica = self.devices[at].tab(0).replica.clone();
        let batch = replica.steps(self.stamp(at), vec![(record, new)]).batch;
        self.do_now(at, batch);
    }

    fn all_step(&mut self, at: usize, step: dossier::Step) {
        let replica = self.devices[at].tab(0).replica.clone();
        let able = replica.views().into_iter().filter(|view| {
            view.kind == RecordKind::Nomination.code() && step.goes_from(dossier::State::of(&view.fields))
        });
        let news: Vec<_> = able.map(|view| (view.id, self.plain_step(step))).collect();
        let batch = replica.steps(self.stamp(at), news).batch;
        self.do_now(at, batch);
    }

    /// A step with what it always needs.
    fn plain_step(&self, step: dossier::Step) -> NewStep {
        let mut new = self.new_step(step.code(), step.leads_to().code());
        if step == dossier::Step::Approve {
            let figures =
                [(step::MEMBERS, 5), (step::PRESENT, 5), (step::YES, 5), (step::NO, 0), (step::SECRET, 1)];
            new.says.extend(figures.map(|(field, count)| (field, Value::Int(count))));
        }
        new
    }

    pub fn new_step(&self, kind: u16, leads_to: u16) -> NewStep {
        let day = CivilDate::new(2024, 3, 15).expect("a day");
        NewStep { kind, leads_to, day, says: Fields::new() }
    }

    fn dossier_step(&mut self, view: &View, views: &[&View]) -> Option<NewStep> {
        let able: Vec<_> = dossier::Step::from(dossier::State::of(&view.fields)).collect();
        let some = dossier::Step::ALL[self.rng.usize(..dossier::Step::ALL.len())];
        let step = if able.is_empty() || self.rng.u32(..20) == 0 {
            some
        } else {
            able[self.rng.usize(..able.len())]
        };
        let mut new = self.new_step(step.code(), step.leads_to().code());
        if step.asks_for_a_reason() || self.rng.u32(..4) == 0 {
            new.says.insert(step::REASON, "Thiếu báo cáo thành tích".into());
        }
        match step {
            dossier::Step::Approve | dossier::Step::Reject => {
                let on_agenda = |view: &&&View, record: RecordId| {
                    view.kind == RecordKind::CouncilSession.code()
                        && council::agenda(&view.fields).any(|(_, dossier)| dossier == record)
                };
                let session = views.iter().find(|session| on_agenda(session, view.id));
                let yes = self.rng.i64(0..8);
                let figures = [
                    (step::MEMBERS, 5.into()),
                    (step::PRESENT, 5.into()),
                    (step::YES, yes.into()),
                    (step::NO, (5 - yes.min(5)).into()),
                    (step::BLANK, 0.into()),
                    (step::SECRET, 1.into()),
                ];
                new.says.extend(figures);
                if let Some(session) = session {
                    new.says.insert(step::LINK, session.id.to_string().as_str().into());
                }
            }
            dossier::Step::Decide => {
                let lists = |decision: &&&View| {
                    decision.kind == RecordKind::Decision.code()
                        && decision::nominations(&decision.fields).any(|record| record == view.id)
                };
                let decision = views.iter().find(lists)?;
                new.says.insert(step::LINK, decision.id.to_string().as_str().into());
            }
            dossier::Step::Merge => {
                let other = views.iter().find(|other| other.kind == view.kind && other.id != view.id)?;
                new.says.insert(step::LINK, other.id.to_string().as_str().into());
            }
            dossier::Step::HigherDecide | dossier::Step::Revoke => new.says.extend([
                (step::NUMBER, "7/QĐ-UBND".into()),
                (step::SIGNER, "Chủ tịch (mẫu)".into()),
                (step::LEVEL, 3.into()),
            ]),
            _ => {}
        }
        Some(new)
    }

    fn decision_step(&mut self, view: &View) -> NewStep {
        let step = match decision::State::of(&view.fields) {
            of if of.is_draft() && self.rng.u32(..3) == 0 => decision::Step::Confirm,
            of if of.is_draft() => decision::Step::Issue,
            _ => decision::Step::Cancel,
        };
        let mut new = self.new_step(step.code(), step.leads_to().code());
        if self.rng.bool() {
            new.says.insert(step::REASON, "Ghi sai họ tên".into());
        }
        new
    }

    fn session_step(&mut self) -> NewStep {
        let steps = [council::Step::Close, council::Step::Close, council::Step::Open, council::Step::Void];
        let step = steps[self.rng.usize(..steps.len())];
        let mut new = self.new_step(step.code(), step.leads_to().code());
        new.says.insert(step::REASON, "Không đủ thành viên".into());
        new
    }

    /// A decision over some of the dossiers that the device shows.
    pub fn new_decision(&mut self, views: &[&View]) -> Fields {
        let mut fields = Fields::from_iter([
            (decision::YEAR, 2024.into()),
            (decision::DAY, if self.rng.u32(..8) == 0 { "2024-01-02" } else { "2024-04-03" }.into()),
            (decision::SIGNER, "Chủ tịch (mẫu)".into()),
            (decision::POST, "Chủ tịch".into()),
            (decision::LEVEL, 2.into()),
            (decision::SYMBOL, "QĐ-UBND".into()),
        ]);
        let ready = |view: &&&View| {
            view.kind == RecordKind::Nomination.code() && dossier::can_be_decided(&view.fields)
        };
        for (at, view) in (1..).zip(views.iter().filter(ready)) {
            if self.rng.u32(..4) > 0 {
                let field = Field::of_item(decision::NOMINATION.number, at);
                fields.insert(field, view.id.to_string().as_str().into());
            }
        }
        if self.rng.u32(..5) == 0 {
            fields.insert(decision::WANTED, self.rng.i64(1..20).into());
            if self.rng.bool() {
                fields.insert(decision::GAP, "Số đã cấp cho văn bản khác".into());
            }
        }
        fields
    }

    /// A session over the appraised dossiers, with votes counted by hand.
    pub fn new_session(&mut self, views: &[&View]) -> Fields {
        let method = if self.rng.u32(..4) == 0 { 1 } else { 2 };
        let mut fields = Fields::from_iter([
            (council::TITLE, "Phiên họp (mẫu)".into()),
            (council::DAY, "2024-03-20".into()),
            (council::YEAR, 2023.into()),
            (council::METHOD, method.into()),
            (council::SECRET, 1.into()),
        ]);
        for item in 1..=MEMBERS {
            fields.insert(Field::of_item(council::MEMBER.number, item), "Ủy viên (mẫu)".into());
            fields.insert(Field::of_item(council::ACCOUNT.number, item), i64::from(item).into());
            fields.insert(Field::of_item(council::ATTENDANCE.number, item), 1.into());
        }
        let appraised = |view: &&&View| {
            view.kind == RecordKind::Nomination.code()
                && dossier::State::of(&view.fields) == dossier::State::Appraised
        };
        for (item, view) in (1..).zip(views.iter().filter(appraised)) {
            // What is on no agenda may be voted on on paper.
            if item > 1 && self.rng.bool() {
                continue;
            }
            let yes = self.rng.i64(0..7);
            let figures: [(Field, Value); 4] = [
                (council::AGENDA, view.id.to_string().as_str().into()),
                (council::YES, yes.into()),
                (council::NO, (5 - yes.min(5)).into()),
                (council::BLANK, 0.into()),
            ];
            let is_entered = |field: &Field| method == 2 || *field == council::AGENDA;
            let figures = figures.into_iter().filter(|(field, _)| is_entered(field));
            fields.extend(figures.map(|(field, value)| (Field::of_item(field.number, item), value)));
        }
        fields
    }

    /// Votes on one item of a session's agenda, counted again.
    pub fn other_votes(&mut self, session: &View) -> Fields {
        let items: Vec<u32> = council::agenda(&session.fields).map(|(item, _)| item).collect();
        let Some(item) = items.get(self.rng.usize(..items.len().max(1))) else { return Fields::new() };
        let yes = self.rng.i64(0..6);
        let votes = [(council::YES, yes), (council::NO, 5 - yes)];
        Fields::from_iter(votes.map(|(field, votes)| (Field::of_item(field.number, *item), votes.into())))
    }

    /// The award of a new dossier: a title and a form, which go different ways.
    pub fn some_award(&mut self) -> Value {
        let awards = ["lao_dong_tien_tien", "giay_khen_huyen", "chien_si_thi_dua_tinh"];
        awards[self.rng.usize(..awards.len())].into()
    }

    /// What belongs to the handling of a dossier, written while it is appraised.
    pub fn some_handling(&mut self) -> (Field, Value) {
        (Field::of_item(nomination::PART.number, self.rng.u32(1..4)), self.rng.i64(1..3).into())
    }
}
