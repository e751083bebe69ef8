//! What a backup has forgotten: devices that came after it, units that were merged after it, and persons who were erased after it.

mod devices;
mod erasures;
mod mergers;
