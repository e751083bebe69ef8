//! What a line does to packets, as a calculation: it sleeps nowhere and reads no clock.

use std::time::Duration;

use fastrand::Rng;

/// What a line is like.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Line {
    /// Towards the near side.
    pub down: Way,
    /// Towards the far side.
    pub up: Way,
    /// Which packets are lost: the same seed loses the same places in the row of packets.
    pub seed: u64,
}

/// One direction of a line.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Way {
    /// How much it carries, IP headers included.
    pub bytes_per_second: u32,
    /// From its one end to the other, after a packet has left the queue.
    pub delay: Duration,
    /// How many of the packets that it carries do not arrive, from 0 to 1.
    pub loss: f64,
    /// How many bytes may wait before it; what comes on top is dropped, as a modem does.
    pub queue: u32,
}

impl Default for Line {
    /// The line that the project plans for: 50 kB/s down, 25 kB/s up, 400 ms there and back, 2 % lost. The queues hold what
    /// goes over the line in about half a second, and a second for the slower way.
    fn default() -> Self {
        let way = |bytes_per_second| Way {
            bytes_per_second,
            delay: Duration::from_millis(200),
            loss: 0.02,
            queue: 25_000,
        };
        Self { down: way(50_000), up: way(25_000), seed: 1 }
    }
}

/// What becomes of a packet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It arrives at this time.
    Arrives(Duration),
    /// It took its time on the line and is lost.
    Lost,
    /// The queue was full.
    Dropped,
}

/// One direction at work. Times are counted from any beginning, which all calls share.
#[derive(Debug)]
pub struct Bottleneck {
    way: Way,
    chance: Rng,
    /// When what is queued has left.
    free: Duration,
}

impl Bottleneck {
    /// An idle one. Each direction needs a seed of its own, or both lose the same places.
    #[must_use]
    pub fn new(way: Way, seed: u64) -> Self {
        Self { way, chance: Rng::with_seed(seed), free: Duration::ZERO }
    }

    /// A packet of so many bytes comes at this time.
    pub fn meet(&mut self, now: Duration, bytes: usize) -> Fate {
        let waits = self.free.saturating_sub(now);
        let queued = waits.as_secs_f64() * f64::from(self.way.bytes_per_second);
        if queued + bytes as f64 > f64::from(self.way.queue) {
            return Fate::Dropped;
        }
        let takes = bytes as f64 / f64::from(self.way.bytes_per_second.max(1));
        self.free = self.free.max(now) + Duration::from_secs_f64(takes);
        if self.chance.f64() < self.way.loss {
            return Fate::Lost;
        }
        Fate::Arrives(self.free + self.way.delay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAY: Way =
        Way { bytes_per_second: 10_000, delay: Duration::from_millis(200), loss: 0.0, queue: 5_000 };

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn packets_leave_one_after_another_at_the_rate_and_arrive_after_the_delay() {
        let mut way = Bottleneck::new(WAY, 1);
        assert_eq!(way.meet(ms(0), 1_000), Fate::Arrives(ms(300)));
        assert_eq!(way.meet(ms(0), 1_000), Fate::Arrives(ms(400)));
        assert_eq!(way.meet(ms(150), 500), Fate::Arrives(ms(450)));
        // Nobody has saved up the time in which nothing came.
        assert_eq!(way.meet(ms(2_000), 1_000), Fate::Arrives(ms(2_300)));
    }

    #[test]
    fn what_finds_the_queue_full_is_dropped_and_takes_no_time_of_the_line() {
        let mut way = Bottleneck::new(WAY, 1);
        let fates: Vec<_> = (0..7).map(|_| way.meet(ms(0), 1_000)).collect();
        assert_eq!(fates.iter().filter(|fate| **fate == Fate::Dropped).count(), 2);
        assert_eq!(fates[4], Fate::Arrives(ms(700)));
        assert_eq!(way.meet(ms(100), 1_000), Fate::Arrives(ms(800)), "one place is free again");
    }

    #[test]
    fn a_lost_packet_has_taken_its_time() {
        let mut way = Bottleneck::new(Way { loss: 1.0, ..WAY }, 1);
        assert_eq!(way.meet(ms(0), 1_000), Fate::Lost);
        way.way.loss = 0.0;
        assert_eq!(way.meet(ms(0), 1_000), Fate::Arrives(ms(400)));
    }

    #[test]
    fn the_seed_tells_which_packets_are_lost_whenever_they_come() {
        let losses = |seed, apart: u64| {
            let mut way = Bottleneck::new(Way { loss: 0.02, ..WAY }, seed);
            (0..10_000).map(|at| way.meet(ms(at * apart), 100) == Fate::Lost).collect::<Vec<_>>()
        };
        let lost = losses(1, 10);
        assert_eq!(lost, losses(1, 70));
        assert_ne!(lost, losses(2, 10));
        let share = lost.iter().filter(|lost| **lost).count();
        assert!((150..250).contains(&share), "{share} of 10,000");
    }
}
