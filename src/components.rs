//! Widgets that know no domain: they take words and signals, and give marks and events.

pub(crate) mod chart;
pub(crate) mod chip;
pub(crate) mod confirm;
pub(crate) mod empty;
pub(crate) mod field;
pub(crate) mod icon;
pub(crate) mod later;
pub(crate) mod live;
pub(crate) mod long_list;
pub(crate) mod narrow;
pub(crate) mod panes;
pub(crate) mod press;
pub(crate) mod qr;
pub(crate) mod signature_pad;
pub(crate) mod toast;
