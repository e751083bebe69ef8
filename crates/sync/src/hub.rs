//! A hub: an endpoint on a laptop at a conference without a line, which answers devices provisionally and takes their work to
//! the committee's endpoint later.
//!
//! What a hub is told (the lease), what it may decide, and what a device and a hub say to each other inside what is signed and
//! sealed. `docs/protocol.md` has it byte by byte.

use minicbor::Decoder;
use serde::{Deserialize, Serialize};
use thidua_domain::record::RecordKind;
use thidua_domain::{dossier, step};

use crate::administration::Accounts;
use crate::operation::{Action, Operation};
use crate::wire::{Cbor, DecodeError, Request, array, end, keyed};

/// How long a lease holds, milliseconds: seven days, so that a conference and the way home fit in.
pub const LEASE_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// `POST /hub/lease`: a hub asks to be one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LeaseAsked {
    /// The hub's public keys, as a directory writes `sealing_key`.
    pub key: String,
}

/// What the committee's endpoint tells a hub. Nothing of it opens anything: no password, no token and no hash of one is in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lease {
    /// Until when the hub may answer, milliseconds since 1970.
    pub until_ms: i64,
    /// The committee's signature over the hub's keys and this time: 128 hexadecimal digits. Devices ask for it.
    pub certificate: String,
    /// The accounts and places of the committee.
    pub committee: Accounts,
    /// The devices that may work at the hub, and those that were shut out.
    pub devices: Vec<LeasedDevice>,
}

/// A device, as a hub is told of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LeasedDevice {
    /// Its id: 32 hexadecimal digits.
    pub device: String,
    /// Whose it is.
    pub account: u32,
    /// Whether an administrator has shut it out.
    #[serde(default)]
    pub shut_out: bool,
    /// The public keys by which it is known as an author, 64 hexadecimal digits each: one for each login that holds.
    pub verifiers: Vec<String>,
    /// The ranges of counters that the endpoint has taken from it: first and last of each.
    pub taken: Vec<(u64, u64)>,
}

/// `GET /hub`: who a hub is, for whoever asks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HubTold {
    /// The committee, by name.
    pub committee: String,
    /// The hub's public keys.
    pub key: String,
    /// Until when its lease holds, milliseconds since 1970.
    pub until_ms: i64,
    /// The committee's signature over both.
    pub certificate: String,
    /// How many pieces of work wait for a line.
    pub waiting: u64,
    /// When the hub last reached the committee's endpoint, milliseconds since 1970; 0 where it has not since it was started.
    pub reached_ms: i64,
}

/// Whether a hub decides an operation, provisionally. Where it does not, the operation stays with its device until that reaches
/// the committee's endpoint: what gives a number, decides, opens or closes a session, rests on a vote or a paper of a higher
/// level, or erases for good. A hub has no numbers leased to it.
#[must_use]
pub fn decides(op: &Operation) -> bool {
    match (op.action, RecordKind::from_code(op.kind)) {
        (Action::Erase, _) => false,
        (Action::Step, Some(RecordKind::Nomination)) => step_of(op).is_some_and(|step| {
            use dossier::Step::{Appraise, Consider, Return, Submit, Withdraw};
            matches!(step, Consider | Submit | Withdraw | Return | Appraise)
        }),
        (Action::Step, _) => false,
        _ => true,
    }
}

fn step_of(op: &Operation) -> Option<dossier::Step> {
    let change = op.changes.iter().find(|change| change.field.number == step::KIND.number)?;
    dossier::Step::from_code(u16::try_from(change.value.as_int()?).ok()?)
}

/// What a device says to a hub, inside what it has signed and sealed to the hub.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HubRequest {
    /// Up to which place the device has the endpoint's receipts that the hub brought back.
    pub seen: u64,
    /// The exchange.
    pub request: Request,
}

/// What a hub says to a device, inside what it has signed and sealed to the device.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HubAnswer {
    /// The answer to the exchange, as `/sync` gives it. Every outcome in it is provisional.
    pub answer: Vec<u8>,
    /// Operations of the request that the committee's endpoint has already, by another way.
    pub known: Vec<u64>,
    /// Operations that the committee's endpoint did not take from the hub: they go by another way.
    pub returned: Vec<u64>,
    /// Receipts of the committee's endpoint for this device, each with its place, the lowest first.
    pub receipts: Vec<(u64, Vec<u8>)>,
    /// Until when the hub's lease holds, milliseconds since 1970.
    pub until_ms: i64,
    /// When the hub last reached the committee's endpoint, milliseconds since 1970; 0 where it is not known.
    pub reached_ms: i64,
    /// How many pieces of work of all devices wait at the hub for a line.
    pub waiting: u64,
}

const SEEN: u64 = 0;
const REQUEST: u64 = 1;

impl HubRequest {
    /// Writes it.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Cbor::default();
        out.map(2);
        out.uint(SEEN);
        out.uint(self.seen);
        out.uint(REQUEST);
        out.bytes(&self.request.encode());
        out.into_bytes()
    }

    /// Reads it.
    ///
    /// # Errors
    /// Where the bytes are none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut input = Decoder::new(bytes);
        let (mut seen, mut request) = (0, None);
        keyed(&mut input, |key, input| {
            match key {
                SEEN => seen = input.u64()?,
                REQUEST => request = Some(Request::decode(input.bytes()?)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        end(&input)?;
        let request = request.ok_or_else(|| DecodeError::new("an exchange with a hub holds a request"))?;
        Ok(Self { seen, request })
    }
}

const ANSWER: u64 = 0;
const KNOWN: u64 = 1;
const RETURNED: u64 = 2;
const RECEIPTS: u64 = 3;
const UNTIL: u64 = 4;
const REACHED: u64 = 5;
const WAITING: u64 = 6;

impl HubAnswer {
    /// Writes it.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Cbor::default();
        out.map(7);
        out.uint(ANSWER);
        out.bytes(&self.answer);
        for (key, counters) in [(KNOWN, &self.known), (RETURNED, &self.returned)] {
            out.uint(key);
            out.array(counters.len());
            counters.iter().for_each(|counter| out.uint(*counter));
        }
        out.uint(RECEIPTS);
        out.array(self.receipts.len() * 2);
        for (place, receipt) in &self.receipts {
            out.uint(*place);
            out.bytes(receipt);
        }
        for (key, number) in [(UNTIL, self.until_ms), (REACHED, self.reached_ms)] {
            out.uint(key);
            out.uint(u64::try_from(number).unwrap_or_default());
        }
        out.uint(WAITING);
        out.uint(self.waiting);
        out.into_bytes()
    }

    /// Reads it.
    ///
    /// # Errors
    /// Where the bytes are none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut input = Decoder::new(bytes);
        let mut told = Self::default();
        keyed(&mut input, |key, input| {
            match key {
                ANSWER => told.answer = input.bytes()?.to_vec(),
                KNOWN => told.known = counters(input)?,
                RETURNED => told.returned = counters(input)?,
                RECEIPTS => {
                    for _ in 0..array(input)? / 2 {
                        told.receipts.push((input.u64()?, input.bytes()?.to_vec()));
                    }
                }
                UNTIL => told.until_ms = time(input)?,
                REACHED => told.reached_ms = time(input)?,
                WAITING => told.waiting = input.u64()?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        end(&input)?;
        Ok(told)
    }
}

fn counters(input: &mut Decoder<'_>) -> Result<Vec<u64>, DecodeError> {
    let mut counters = Vec::new();
    for _ in 0..array(input)? {
        counters.push(input.u64()?);
    }
    Ok(counters)
}

fn time(input: &mut Decoder<'_>) -> Result<i64, DecodeError> {
    i64::try_from(input.u64()?).map_err(|_| DecodeError::new("a time beyond all times"))
}

#[cfg(test)]
mod tests {
    use thidua_domain::record::{PartitionId, RecordId, Value};

    use super::*;
    use crate::identity::DeviceId;
    use crate::operation::{Change, SCHEMA, Sealed};

    const DEVICE: DeviceId = DeviceId([7; 16]);

    fn op(kind: RecordKind, action: Action, step: Option<i64>) -> Operation {
        let change = |code: i64| Change {
            field: step::of(step::KIND, 1),
            base: None,
            value: Value::from(code),
            settles: Vec::new(),
        };
        Operation {
            device: DEVICE,
            counter: 1,
            record: RecordId::from_bytes([1; 16]),
            partition: PartitionId(1),
            kind: kind.code(),
            action,
            schema: SCHEMA,
            base: None,
            changes: step.map(change).into_iter().collect(),
            parents: Vec::new(),
            device_time_ms: 0,
            clock_offset_ms: None,
        }
    }

    #[test]
    fn a_hub_decides_work_and_nothing_that_gives_a_number_counts_votes_or_erases() {
        use dossier::Step as Of;
        for kind in RecordKind::ALL {
            for action in [Action::Create, Action::Edit, Action::Delete, Action::Restore] {
                assert!(decides(&op(kind, action, None)), "{kind:?} {action:?}");
            }
            assert!(!decides(&op(kind, Action::Erase, None)), "{kind:?}");
            let step = i64::from(Of::Submit.code());
            let is_dossier = kind == RecordKind::Nomination;
            assert_eq!(decides(&op(kind, Action::Step, Some(step))), is_dossier, "{kind:?}");
        }
        for step in Of::ALL {
            let here = matches!(step, Of::Consider | Of::Submit | Of::Withdraw | Of::Return | Of::Appraise);
            let op = op(RecordKind::Nomination, Action::Step, Some(i64::from(step.code())));
            assert_eq!(decides(&op), here, "{step:?}");
        }
        assert!(!decides(&op(RecordKind::Nomination, Action::Step, None)), "a step that does not say which");
    }

    #[test]
    fn what_is_said_comes_as_it_went_and_a_later_version_may_say_more() {
        let operations = vec![Sealed { counter: 3, bytes: vec![1, 2] }];
        let asked = HubRequest { seen: 5, request: Request { operations, ..Request::of(DEVICE) } };
        assert_eq!(HubRequest::decode(&asked.encode()).unwrap(), asked);
        let told = HubAnswer {
            answer: vec![9; 30],
            known: vec![1, 4],
            returned: vec![2],
            receipts: vec![(3, vec![1]), (7, vec![2, 3])],
            until_ms: 1_700_000_000_000,
            reached_ms: 0,
            waiting: 12,
        };
        let bytes = told.encode();
        assert_eq!(HubAnswer::decode(&bytes).unwrap(), told);
        // A map of eight with a key that is not known here.
        let mut more = bytes.clone();
        more[0] += 1;
        more.extend([0x18, 99, 0x01]);
        assert_eq!(HubAnswer::decode(&more).unwrap(), told);
        for cut in 0..bytes.len() {
            assert!(HubAnswer::decode(&bytes[..cut]).is_err());
        }
    }
}
