//! `check`: whether what is stored is whole, and is what the devices were told. Nothing is changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use thidua_domain::record::{PartitionId, RecordId};
use thidua_sync::checksum::Checksum;
use thidua_sync::identity::{ChainHash, Head, Seq};
use thidua_sync::operation::Sealed;
use thidua_sync::server::chained;

use crate::audit::Chain;
use crate::store::{StoreError, Transaction};

/// How many entries of a log, or rows, are read at a time.
const AT_ONCE: u32 = 500;
/// A store that is damaged all over need not be described line by line.
const MOST_FAULTS: usize = 100;

/// How a fault ends that tells of a record which is listed as erased and is not.
pub(crate) const THERE_AGAIN: &str = ": its record was erased and is there again";

/// What was looked at, and what is wrong.
#[derive(Debug, Default)]
pub struct Findings {
    /// Logs: one for each unit, bloc, cluster, council and authority.
    pub logs: usize,
    /// Entries in them, each an operation that took effect.
    pub entries: u64,
    /// Records.
    pub records: u64,
    /// Entries of the audit.
    pub audited: u64,
    /// Entries of the logs of which what they said was erased.
    pub erased: u64,
    /// What is wrong, in words without any personal data. Empty where all is well.
    pub faults: Vec<String>,
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { logs, entries, records, audited, erased, faults } = self;
        writeln!(f, "{logs} logs with {entries} entries, {records} records, {audited} entries of the audit")?;
        if *erased > 0 {
            writeln!(f, "{erased} entries speak of persons whose data was erased")?;
        }
        for fault in faults.iter().take(MOST_FAULTS) {
            writeln!(f, "wrong: {fault}")?;
        }
        match faults.len() {
            0 => write!(f, "all is whole"),
            more if more > MOST_FAULTS => write!(f, "and {} more", more.saturating_sub(MOST_FAULTS)),
            _ => Ok(()),
        }
    }
}

/// Looks through one state of a store: an endpoint may go on meanwhile.
pub(crate) async fn inspect(mut tx: Transaction) -> Result<Findings, StoreError> {
    let mut findings = Findings { faults: tx.faults().await?, ..Findings::default() };
    let sums: BTreeMap<_, _> = match tx.knows_sums().await? {
        true => tx.sums().await?.into_iter().filter_map(|of| Some((of.partition, of.sum?))).collect(),
        false => BTreeMap::new(),
    };
    let erased = tx.erasures().await?.into_iter().map(|erasure| erasure.record).collect();
    for (partition, head) in tx.all_heads().await? {
        findings.logs += 1;
        log(&mut tx, partition, head, &mut findings).await?;
        let sum = rows(&mut tx, partition, &erased, &mut findings).await?;
        if let (Some(sum), Some(kept)) = (sum, sums.get(&partition))
            && sum != *kept
        {
            findings.faults.push(format!("log {partition}: the checksum is not that of its rows"));
        }
    }
    audit(&mut tx, &mut findings).await?;
    Ok(findings)
}

/// Follows the audit: an entry that was changed, taken out or put in does not follow from those before it.
async fn audit(tx: &mut Transaction, findings: &mut Findings) -> Result<(), StoreError> {
    let (mut at, mut chain) = (0, Chain::default());
    loop {
        let entries = match tx.audited_after(at, AT_ONCE).await {
            Ok(entries) => entries,
            Err(StoreError::Damaged { what }) => {
                findings.faults.push(format!("audit: a stored {what} after entry {at} cannot be read"));
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        if entries.is_empty() {
            return Ok(());
        }
        for entry in entries {
            findings.audited += 1;
            if entry.seq != at + 1 {
                findings.faults.push(format!("audit, entry {}: entries before it are missing", entry.seq));
            } else if chain.with(entry.seq, &entry.entry) != entry.chain {
                findings
                    .faults
                    .push(format!("audit, entry {}: it does not follow from the one before it", entry.seq));
            }
            (at, chain) = (entry.seq, entry.chain);
        }
    }
}

/// Follows a log from its beginning: every entry must follow from the one before it and from the bytes of its operation.
async fn log(
    tx: &mut Transaction,
    partition: PartitionId,
    head: Head,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let mut at = Head { seq: Seq(0), hash: ChainHash::default() };
    let mut wrong =
        |seq: Seq, what: &str| findings.faults.push(format!("log {partition}, entry {}: {what}", seq.0));
    loop {
        let entries = tx.log_after(partition, at.seq, AT_ONCE).await?;
        if entries.is_empty() {
            break;
        }
        for entry in entries {
            findings.entries += 1;
            if entry.seq != at.seq.next() {
                wrong(entry.seq, "entries before it are missing");
            }
            match entry.digest {
                None => wrong(entry.seq, "its operation is missing"),
                Some(digest) => {
                    let sealed = Sealed { counter: entry.dot.counter, bytes: entry.bytes };
                    // What was erased keeps its digest, so that the log can still be followed.
                    let is_void = entry.erased && sealed.bytes.is_empty();
                    findings.erased += u64::from(is_void);
                    if !is_void && sealed.digest() != digest {
                        wrong(entry.seq, "its operation is not what came");
                    }
                    if chained(at.hash, entry.dot, digest) != entry.hash {
                        wrong(entry.seq, "it does not follow from the one before it");
                    }
                }
            }
            match entry.row {
                None => wrong(entry.seq, "its record is missing"),
                Some(row) if row < entry.seq => wrong(entry.seq, "its record is older than the log"),
                Some(_) => {}
            }
            // Goes on from what stands there, so that one wrong entry is one fault and not all that follow.
            at = Head { seq: entry.seq, hash: entry.hash };
        }
    }
    if at != head {
        wrong(head.seq, "the log does not end where its head says");
    }
    Ok(())
}

/// Every row must be readable, stand at the place in the log that it says, and be empty where it was erased. The checksum of
/// all, where they are.
async fn rows(
    tx: &mut Transaction,
    partition: PartitionId,
    erased: &BTreeSet<RecordId>,
    findings: &mut Findings,
) -> Result<Option<Checksum>, StoreError> {
    let (mut after, mut sum) = (Seq(0), Checksum::default());
    loop {
        let rows = match tx.rows_after(partition, after, AT_ONCE).await {
            Ok(rows) => rows,
            Err(StoreError::Damaged { what }) => {
                findings
                    .faults
                    .push(format!("log {partition}: a stored {what} after entry {} cannot be read", after.0));
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let Some(last) = rows.last() else { return Ok(Some(sum)) };
        // A row whose bytes name an earlier place than the one it lies at would be read again and again.
        if last.seq <= after {
            findings
                .faults
                .push(format!("log {partition}: a row after entry {} says another place", after.0));
            return Ok(None);
        }
        after = last.seq;
        findings.records += rows.len() as u64;
        rows.iter().for_each(|row| sum.add(row));
        for row in rows.iter().filter(|row| erased.contains(&row.id) && !row.is_erased()) {
            findings.faults.push(format!("log {partition}, entry {}{THERE_AGAIN}", row.seq.0));
        }
    }
}
