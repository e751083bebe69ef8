//! The pledges: written by each member after the template, signed on one tablet without a line and on the members' own, refused where
//! the text had moved, amended and signed again.

use thidua_domain::guard;
use thidua_domain::obstacle::Obstacle;
use thidua_domain::pledge::{self, Pen, SIGN_PEN, SIGN_POST, SIGN_STROKES, SIGN_TYPED, State, TARGET_PLAN};
use thidua_domain::record::{Field, Fields, RecordKind, Value};
use thidua_domain::step;
use thidua_sync::client::CommandError;
use thidua_sync::outcome::Reason;

use super::{LEADER, LONG_MAI, LONG_MON, LONG_SON, OFFICE, THANH_AN, Year};

impl Year {
    pub(super) async fn members_write_their_pledges(&mut self) {
        for at in LEADER..=THANH_AN {
            let member = &self.cluster.members[at];
            let bloc = self.devices[at].view(self.bloc).fields;
            let mut fields = pledge::from_template(&bloc, member.unit.partition, 2023, None);
            fields.extend(member.plans.iter().map(|(field, value)| (*field, value.clone())));
            assert_eq!(pledge::check(&fields), []);
            let record = self.devices[at].create(RecordKind::Pledge, self.cluster.partition, fields);
            self.pledges.push(record);
        }
        self.everybody_syncs().await;
    }

    /// What a signature of a member says, drawn on a tablet that is held as `pen`.
    fn signature(&self, member: usize, pen: Pen) -> Fields {
        let signer = &self.cluster.members[member];
        Fields::from_iter([
            (step::LINK, self.bloc.to_string().as_str().into()),
            (step::SIGNER, signer.signer.as_str().into()),
            (SIGN_POST, "Chủ tịch UBND xã (mẫu)".into()),
            (SIGN_STROKES, signer.strokes.as_str().into()),
            (SIGN_PEN, pen.code().into()),
        ])
    }

    fn sign(&mut self, at: usize, member: usize, pen: Pen, day: &str) {
        let says = self.signature(member, pen);
        self.step(at, self.pledges[member], pledge::Step::Sign, day, says);
    }

    fn state_of(&self, at: usize, member: usize) -> State {
        State::of(&self.devices[at].view(self.pledges[member]).fields)
    }

    pub(super) async fn members_sign_on_one_tablet_without_a_line(&mut self) {
        self.bad_signatures_stay_on_the_tablet();
        // Long Môn signs at home. Four sign on the leader's tablet, which has no line, in a row.
        for member in [LEADER, LONG_MAI, LONG_SON, THANH_AN] {
            let pen = if member == LEADER { Pen::OwnUnit } else { Pen::Leader };
            self.sign(LEADER, member, pen, "2023-03-20");
        }
        // Meanwhile Thanh An's officer raises a plan, and syncs first.
        let plan = Field::of_item(TARGET_PLAN.number, 73);
        let raised = Value::from(1_500);
        self.devices[THANH_AN].edit_value(self.pledges[THANH_AN], plan, raised.clone());
        self.devices[THANH_AN].sync().await;
        self.sign(LONG_MON, LONG_MON, Pen::OwnUnit, "2023-03-21");
        self.devices[LONG_MON].sync().await;
        self.devices[LEADER].sync().await;

        // Three are signed; what was signed of Thanh An is another text. The strokes are not lost.
        let refused: Vec<_> = self.devices[LEADER].replica.refused().values().cloned().collect();
        let typed: Vec<_> = refused
            .iter()
            .flat_map(|refused| &refused.op.changes)
            .filter(|change| change.field.number == SIGN_STROKES.number)
            .map(|change| change.value.clone())
            .collect();
        assert_eq!(typed, [Value::from(self.cluster.members[THANH_AN].strokes.as_str())]);
        let reason = Reason::Obstacle(Obstacle::TextMoved);
        assert_eq!(self.refusals(LEADER), [(self.pledges[THANH_AN], reason)]);
        self.everybody_syncs().await;
        assert_eq!(self.state_of(OFFICE, THANH_AN), State::Draft);

        // Its officer types the name on the unit's own account; the office holds the pen for nobody then.
        let typed =
            Fields::from_iter(self.signature(THANH_AN, Pen::OwnUnit).into_iter().map(|(field, value)| {
                match field {
                    SIGN_STROKES => (SIGN_TYPED, 1.into()),
                    _ => (field, value),
                }
            }));
        self.step(THANH_AN, self.pledges[THANH_AN], pledge::Step::Sign, "2023-03-24", typed);
        self.everybody_syncs().await;
        for member in LEADER..=THANH_AN {
            assert_eq!(self.state_of(OFFICE, member), State::Signed, "member {member}");
            let fields = self.devices[OFFICE].view(self.pledges[member]).fields;
            let signing = pledge::in_force(&fields).unwrap();
            let pen = if [LONG_MAI, LONG_SON].contains(&member) { Pen::Leader } else { Pen::OwnUnit };
            assert_eq!(signing.pen, Some(pen), "member {member}");
            assert_eq!(signing.typed, member == THANH_AN);
            assert_eq!(signing.text, guard::text_of(RecordKind::Pledge, &fields));
            assert!(signing.signer.ends_with("(mẫu)"));
        }
        let fields = self.devices[OFFICE].view(self.pledges[THANH_AN]).fields;
        assert_eq!(fields[&plan], raised);
    }

    /// What is no signature, or is given by whom it is not, is told at once.
    fn bad_signatures_stay_on_the_tablet(&mut self) {
        let dot = {
            use thidua_domain::signature::{Point, Signature};
            let point = Point { x: 5, y: 5, pressure: None, after_ms: 0 };
            Signature::draw(1_000, &[vec![point]]).unwrap().encode()
        };
        let mut dotted = self.signature(LONG_MAI, Pen::Leader);
        dotted.insert(SIGN_STROKES, dot.as_str().into());
        let cases = [
            (LEADER, LONG_MAI, dotted, Obstacle::NotAMark),
            (LEADER, LONG_MAI, self.signature(LONG_MAI, Pen::StandingOffice), Obstacle::NotTheirPen),
            (LONG_MON, LONG_MAI, self.signature(LONG_MAI, Pen::Leader), Obstacle::NotTheirPen),
        ];
        for (at, member, says, obstacle) in cases {
            let step = pledge::Step::Sign;
            let day = "2023-03-20".parse().unwrap();
            let new = thidua_sync::client::NewStep {
                kind: step.code(),
                leads_to: step.leads_to().code(),
                day,
                says,
            };
            let record = self.pledges[member];
            let told = self.devices[at].try_step(record, new);
            assert_eq!(told, Err(CommandError::Refused(Reason::Obstacle(obstacle))));
        }
    }

    /// The text is locked for ordinary edits; an amendment keeps it, and the new version is signed with the office's tablet.
    pub(super) async fn a_member_amends_and_signs_again(&mut self) {
        let record = self.pledges[LONG_SON];
        let plan = Field::of_item(TARGET_PLAN.number, 71);
        let device = &mut self.devices[LONG_SON];
        let now = device.now();
        let edited = device.replica.edit(now, record, Fields::from_iter([(plan, 5.into())]));
        let locked = CommandError::Refused(Reason::Obstacle(Obstacle::Signed));
        assert_eq!(edited.map(drop), Err(locked));
        let before = self.devices[LONG_SON].view(record).fields;
        let because = Fields::from_iter([(step::REASON, "Huyện giao thêm chỉ tiêu (mẫu)".into())]);
        self.step(LONG_SON, record, pledge::Step::Amend, "2023-04-10", because);
        let more = before[&plan].as_int().unwrap() + 10;
        self.devices[LONG_SON].edit_value(record, plan, more.into());
        self.everybody_syncs().await;
        assert_eq!(self.state_of(OFFICE, LONG_SON), State::Amending);
        self.sign(OFFICE, LONG_SON, Pen::StandingOffice, "2023-04-12");
        self.everybody_syncs().await;
        let fields = self.devices[LONG_SON].view(record).fields;
        let signings = pledge::signings(&fields);
        assert_eq!((signings.len(), pledge::version(&fields)), (2, 2));
        assert_eq!(pledge::text_at(&fields, signings[0].item)[&plan], before[&plan]);
        assert_eq!(pledge::text_at(&fields, signings[1].item)[&plan], more.into());
        assert_eq!(signings[1].pen, Some(Pen::StandingOffice));
    }
}
