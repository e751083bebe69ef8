//! Maps and sets from what is told one by one.
//!
//! The standard library's `collect` sorts first, and its sort is compiled anew for every type: some four kilobytes each
//! of an app that travels over weak lines. Inserting is as fast for what comes in order, as everything here does.

use std::collections::{BTreeMap, BTreeSet};

use litemap::LiteMap;

/// A map of a few pairs: of the fields of one record.
pub(crate) fn map<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> LiteMap<K, V> {
    let mut map = LiteMap::new();
    for (key, value) in pairs {
        map.insert(key, value);
    }
    map
}

/// A map of many pairs: of all records.
pub(crate) fn tree<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(pairs);
    map
}

/// A set of things.
pub(crate) fn set<T: Ord>(things: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(things);
    set
}
