//! How often the hard things happened, over all seeds: a simulator in which they never do proves nothing.

/// Makes the tally of these counts, each of them named here and nowhere else.
macro_rules! tally {
    ($($(#[$says:meta])* $count:ident,)*) => {
        /// How often each happened.
        #[derive(Debug, Default)]
        pub struct Tally {
            $($(#[$says])* pub $count: u64,)*
        }

        impl Tally {
            pub fn add(&mut self, other: &Self) {
                $(self.$count += other.$count;)*
            }

            /// Holding back is rare by nature: it needs a parent that was lost.
            pub fn all_happened(&self) -> bool {
                [$(self.$count),*].iter().all(|count| *count > 0)
            }
        }
    };
}

tally! {
    saved,
    applied,
    merged,
    conflicts,
    held,
    refused,
    newer,
    lost,
    doubled,
    cut,
    died,
    clocks_jumped,
    stale_tabs,
    replays,
    /// Steps that were carried out, of them those that reached a decision, and those that came too late.
    steps,
    decided,
    late,
    /// Pledges that were signed and amended, and signatures that came when the text had moved.
    signed,
    amended,
    signed_another_text,
    /// Those of them that came when the version that they sign was amended.
    signed_what_was_amended,
    /// Clusters in which two scored each other far from any line, and verifications of results that were changed then.
    scored_each_other,
    verified_before_a_result,
    /// Edits of a dossier that was returned while its officer wrote.
    written_while_returned,
    /// Decisions that wanted a number which another had.
    numbers_clashed,
    /// Figures that came after their session was closed.
    votes_after_close,
    /// Operations that came into the tray, what a person said of them, and how often that could not be done.
    handed_in,
    accepted,
    refused_by_person,
    waits_on,
    /// Files that were lost and carried twice, operations that came by file first, and receipts that told something new.
    parcels_lost,
    parcels_doubled,
    carried,
    receipts,
    /// Exchanges with a hub that took something, those after which a device showed what it said, and operations that it handed in.
    at_hub,
    lent,
    relayed,
    /// Devices that signed in again.
    came_back,
    /// Ballots that were cast, and those that came when the vote was over.
    ballots_cast,
    ballots_late,
    /// Sessions that were voted on on tablets, and closed.
    tablets_counted,
    /// Partitions that were damaged on a device and read again.
    mended,
    /// Devices on which everything was read again.
    begun_anew,
    /// Answers after which there was more, pages of snapshots that came, and those after which nothing was left to ask.
    paged,
    snapshot_pages,
    ended_by_snapshots,
    /// Records that were erased, what was offered on them afterwards, and what waited in the tray when they were.
    /// Endpoints that were restored, operations that came back, numbers that came back with their decisions, records of which it
    /// was compared that they are what they were, and issues that had to wait for the reconciliation.
    restored,
    came_back_again,
    numbers_back,
    as_before,
    waited_for_numbers,
    /// Witnessed copies that were offered, put back, and refused.
    witnessed,
    put_back,
    copies_refused,
    erased,
    offered_in_vain,
    erased_in_tray,
    /// Accounts that were given or lost a place, units that were merged, and operations that came for what had left.
    scopes_moved,
    units_merged,
    put_by,
}
