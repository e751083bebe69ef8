//! What the targets share. Each target asserts more than that nothing panics: what was read is written and read again as the
//! same, nothing forged is taken for true, and nothing is held that the input did not bring.

pub mod container;
pub mod device;
pub mod lists;
pub mod pictures;
