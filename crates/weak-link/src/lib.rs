//! A weak line on one machine: two network namespaces, a TUN device in each, and a forwarder in between that queues, delays
//! and loses packets. What runs in the namespaces is ordinary: the kernel's own TCP meets the losses, and repairs them.
//!
//! The side that is called *near* is the officer's, the *far* one the endpoint's; *down* is towards the near side. Nothing
//! else is reachable from either.

pub mod line;
pub mod link;
