//! What lies between: messages that arrive late, twice, out of order, in part or not at all.

use fastrand::Rng;

/// A message under way.
#[derive(Clone)]
pub struct Message {
    pub device: usize,
    pub tab: usize,
    pub attempt: u64,
    pub body: Vec<u8>,
    pub is_answer: bool,
    /// Whether it hands work in, or answers to that.
    pub is_handing: bool,
}

#[derive(Default)]
pub struct Network {
    under_way: Vec<Message>,
    pub lost: u64,
    pub doubled: u64,
    pub cut: u64,
}

impl Network {
    /// Hands a message to the network, which may lose, double or cut it.
    pub fn send(&mut self, message: Message, rng: &mut Rng) {
        match rng.u32(..100) {
            0..15 => self.lost += 1,
            15..25 => {
                self.doubled += 1;
                self.under_way.push(message.clone());
                self.under_way.push(message);
            }
            25..35 if message.is_answer => {
                self.cut += 1;
                let mut message = message;
                message.body.truncate(rng.usize(..message.body.len()));
                self.under_way.push(message);
            }
            _ => self.under_way.push(message),
        }
    }

    /// All that is under way is gone, with the process at its end.
    pub fn clear(&mut self) {
        self.under_way.clear();
    }

    /// The next message to arrive: any of those under way.
    pub fn arrive(&mut self, rng: &mut Rng) -> Option<Message> {
        let at = (!self.under_way.is_empty()).then(|| rng.usize(..self.under_way.len()))?;
        Some(self.under_way.swap_remove(at))
    }
}
