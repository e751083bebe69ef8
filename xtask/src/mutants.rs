//! The sync code broken on purpose, one way at a time: the simulator must notice each. A proof that never fails proves nothing.

use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::process::{output, program};
use crate::{simulate, workspace};

/// Within how many seeds a variant must be caught.
const SEEDS: u64 = 2000;

/// One way to break the code: words of a file that stand there once, and what is written instead.
struct Variant {
    /// What goes wrong.
    what: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
}

const VARIANTS: [Variant; 21] = [
    Variant {
        what: "of two values in one field the earlier is forgotten",
        file: "crates/sync/src/merge.rs",
        from: "cell.others.push(Other { value: cell.value.clone(), rev: cell.rev });",
        to: "",
    },
    Variant {
        what: "settling lets go of values that nobody has seen",
        file: "crates/sync/src/merge.rs",
        from: "!change.settles.contains(&other.rev) && Some(other.rev) != change.base",
        to: "change.settles.is_empty() && Some(other.rev) != change.base",
    },
    Variant {
        what: "everything below the highest counter is taken for a replay",
        file: "crates/sync/src/counters.rs",
        from: "after.checked_sub(1).and_then(|i| self.ranges.get(i)).is_some_and(|&(_, last)| counter <= last)",
        to: "after > 0 || self.highest().is_some_and(|highest| counter <= highest)",
    },
    Variant {
        what: "a replay is carried out again",
        file: "crates/sync/src/server/push.rs",
        from: "    if loaded.counters.contains(sealed.counter) {\n",
        to: "    if loaded.counters.contains(sealed.counter) && false {\n",
    },
    Variant {
        what: "a step is taken without asking whether it may be",
        file: "crates/sync/src/server/push.rs",
        from: "guard::check(&attempt).map_err(Reason::Obstacle)",
        to: "Ok(guard::check(&attempt).unwrap_or_default())",
    },
    Variant {
        what: "what was erased may be written again",
        file: "crates/sync/src/server/push.rs",
        from: "if loaded.erased.contains(&op.record) || loaded.rows.get(&op.record).is_some_and(Row::is_erased) {\n        return (Outcome::Refused(Reason::Erased), None);",
        to: "if false {\n        return (Outcome::Refused(Reason::Erased), None);",
    },
    Variant {
        what: "the checksum of a changed row is added and the old one stays",
        file: "crates/sync/src/server/push.rs",
        from: "            sum.take(row);\n",
        to: "",
    },
    Variant {
        what: "a page that is full counts as read one row further",
        file: "crates/sync/src/server/pull.rs",
        from: "                self.full = true;\n                return false;",
        to: "                self.full = true;\n                self.read.insert(row.partition, row.seq);\n                return false;",
    },
    Variant {
        what: "a partition that was read in part counts as read whole",
        file: "crates/sync/src/server/pull.rs",
        from: "let (seq, at) = (self.read_of(*partition), self.at(*partition));",
        to: "let (seq, at) = (head.seq, self.at(*partition));",
    },
    Variant {
        what: "an operation that the endpoint holds back leaves the outbox",
        file: "crates/sync/src/client/exchange.rs",
        from: "Outcome::Held => return,",
        to: "Outcome::Held => {}",
    },
    Variant {
        what: "a refusal is not kept where its officer would see it",
        file: "crates/sync/src/client/exchange.rs",
        from: "taken.writes.push(Write::PutRefused(refused));",
        to: "drop(refused);",
    },
    Variant {
        what: "a device never asks for a row whole",
        file: "crates/sync/src/client/exchange.rs",
        from: "let whole = self.doubtful(&counters);",
        to: "let whole: Vec<RecordId> = Vec::new();",
    },
    Variant {
        what: "an edit is merged into an operation that may have left the device",
        file: "crates/sync/src/client/pending.rs",
        from: "        self.state == PendingState::Open\n",
        to: "        matches!(self.state, PendingState::Open | PendingState::Sealed(_))\n",
    },
    Variant {
        what: "a row of a snapshot takes the place of a newer one",
        file: "crates/sync/src/client/snapshot.rs",
        from: "page.rows.into_iter().filter(|row| self.rows.get(&row.id).is_none_or(is_old))",
        to: "page.rows.into_iter()",
    },
    Variant {
        what: "a snapshot is said to be all, although rows have changed since that were not told",
        file: "crates/sync/src/server/pull.rs",
        from: "if made != head && !told {",
        to: "if false {",
    },
    Variant {
        what: "what a hub has lent outlives the refusal of what it stands upon",
        file: "crates/sync/src/client/lent.rs",
        from: "Write::PutRefused(refused) => lent.taken.contains(&refused.op.counter),",
        to: "Write::PutRefused(_) => false,",
    },
    Variant {
        what: "the rows of a partition that has left the scope stay",
        file: "crates/sync/src/client/scope.rs",
        from: "outside.into_iter().for_each(|record| _ = taken.rows.insert(record, None));",
        to: "drop(outside);",
    },
    Variant {
        what: "the checksum of a merged unit misses the records that have moved",
        file: "crates/sync/src/server/moving.rs",
        from: "loaded.sums.entry(of.to).or_default().add(&row);",
        to: "",
    },
    Variant {
        what: "a decision that comes back is given another number",
        file: "crates/sync/src/server/around.rs",
        from: "self.back.and_then(|back| back.number)",
        to: "None",
    },
    Variant {
        what: "work that waits for a person counts as carried out",
        file: "crates/sync/src/client/handin.rs",
        from: "Verdict::Waiting => Handed::Waiting,",
        to: "Verdict::Waiting => Handed::Known,",
    },
    Variant {
        what: "what is kept to heal the endpoint is let go by the device's own clock",
        file: "crates/sync/src/client/exchange.rs",
        from: "Write::PruneKept(answer.time_ms.saturating_sub(KEEP_MS))",
        to: "Write::PruneKept(now.0.saturating_sub(KEEP_MS))",
    },
];

/// How the simulator ended over a variant.
enum End {
    Caught(String),
    Survived,
}

/// `cargo xtask mutants`: in a copy of the tree, so that nothing of it can be left behind.
pub(crate) fn mutants(only: Option<&str>) -> Result<ExitCode> {
    let tree = copy_of_the_tree()?;
    let mut survived = 0;
    for variant in VARIANTS.iter().filter(|variant| only.is_none_or(|word| variant.what.contains(word))) {
        match try_out(&tree, variant)? {
            End::Caught(seed) => println!("caught by seed {seed}: {}", variant.what),
            End::Survived => {
                survived += 1;
                println!("NOT CAUGHT in {SEEDS} seeds: {}", variant.what);
            }
        }
    }
    Ok(if survived == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn try_out(tree: &Path, variant: &Variant) -> Result<End> {
    let file = tree.join(variant.file);
    let sound = std::fs::read_to_string(&file)?;
    std::fs::write(&file, broken(&sound, variant)?)?;
    let mut command = simulate::simulator(SEEDS, 0);
    command.current_dir(tree).env("CARGO_TARGET_DIR", tree.with_file_name("build"));
    // One file of one crate differs from the variant before.
    command.env("CARGO_PROFILE_SIMULATE_INCREMENTAL", "true");
    command.env("RUSTFLAGS", "--cap-lints allow").env("RUST_BACKTRACE", "0");
    let ended = command.stdin(Stdio::null()).output();
    std::fs::write(&file, sound)?;
    let ended = ended.context("cannot start the simulator")?;
    let told = String::from_utf8_lossy(&ended.stderr);
    let seed = told.lines().find_map(|line| line.strip_prefix("seed ")?.split_once(" failed"));
    match seed {
        Some((seed, _)) => Ok(End::Caught(seed.to_owned())),
        None if ended.status.success() => Ok(End::Survived),
        None => bail!("\"{}\" does not even run:\n{told}", variant.what),
    }
}

fn broken(sound: &str, variant: &Variant) -> Result<String> {
    let times = sound.matches(variant.from).count();
    ensure!(times == 1, "{}: {times} places for \"{}\"", variant.file, variant.what);
    Ok(sound.replacen(variant.from, variant.to, 1))
}

/// What git would take, as it lies in the working copy. Files that are as they were keep their age, so that little is built anew.
fn copy_of_the_tree() -> Result<PathBuf> {
    let tree = workspace::root().join("target/mutants/tree");
    let listed = output(program("git").args(["ls-files", "-z"]))?;
    for name in listed.split('\0').filter(|name| !name.is_empty()) {
        let (from, to) = (workspace::root().join(name), tree.join(name));
        let Ok(wanted) = std::fs::read(&from) else { continue };
        if std::fs::read(&to).is_ok_and(|there| there == wanted) {
            continue;
        }
        if let Some(folder) = to.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&to, wanted)?;
    }
    Ok(tree)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_variant_has_its_place() {
        for variant in &VARIANTS {
            let file = workspace::root().join(variant.file);
            broken(&std::fs::read_to_string(file).unwrap(), variant).unwrap();
        }
    }
}
