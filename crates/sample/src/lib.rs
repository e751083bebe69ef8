//! A sample year: as many titles and awards of each kind as a real committee gave, for invented people and bodies.
//!
//! Nothing here may be taken for real: every name ends in [`MARK`]. Nothing is random either, so that two loads of the
//! year are the same year.

mod bodies;
mod cluster;
mod compare;
mod facts;
mod people;
mod year;

pub use cluster::{Cluster, ClusterMember, cluster};
pub use compare::absent;
pub use facts::{Counts, Facts, FactsError};
pub use year::{New, SampleYearError, Unit, year};

/// Stands at the end of every invented name.
pub const MARK: &str = " (mẫu)";
