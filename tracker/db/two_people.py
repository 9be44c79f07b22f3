"""What the database itself refuses where one person proposes and another rules, in each table that has such proposals.

The tables have `proposed_by_id`, `proposed_at`, `ruling`, `ruled_by_id`, `ruled_at`, `ruling_reason`. Where approvals
can end, also `ended_at`, `ended_by_id`, `end_reason`, `end_proposed_by_id` and `ended_alone`. A proposal to end one is
a row of its own (`tracker.db.models.endings`), so that one that was refused stays readable.
"""

from sqlalchemy import CheckConstraint


def second_person() -> tuple[CheckConstraint, ...]:
    """Nobody rules on their own proposal, and a ruling has its person and its instant."""
    return (
        CheckConstraint(
            "ruling IS NULL OR ruling = 'taken_back' OR ruled_by_id <> proposed_by_id",
            name="nobody_approves_their_own",
        ),
        CheckConstraint(
            "(ruling IS NULL AND ruled_by_id IS NULL AND ruled_at IS NULL) OR "
            "(ruling IS NOT NULL AND ruled_by_id IS NOT NULL AND ruled_at IS NOT NULL)",
            name="ruling_whole",
        ),
    )


def ruled_with_reason() -> tuple[CheckConstraint, ...]:
    """Only its author takes a proposal back, and a refusal says why."""
    return (
        CheckConstraint(
            "ruling IS NULL OR ruling <> 'taken_back' OR ruled_by_id = proposed_by_id",
            name="only_its_author_takes_it_back",
        ),
        CheckConstraint("ruling IS NULL OR ruling <> 'refused' OR ruling_reason <> ''", name="refusal_has_reason"),
    )


def ending() -> tuple[CheckConstraint, ...]:
    """Only what was approved ends, later than that, with a reason, by one who did not propose the end.

    What one person ended before that took two is marked as `ended_alone`, by a migration and by nothing else.
    """
    return (
        CheckConstraint(
            "(ended_at IS NULL AND ended_by_id IS NULL AND end_proposed_by_id IS NULL AND end_reason = '') OR "
            "(ended_at IS NOT NULL AND ended_by_id IS NOT NULL AND end_reason <> '')",
            name="end_whole",
        ),
        CheckConstraint(
            "ended_at IS NULL OR ended_alone OR (end_proposed_by_id IS NOT NULL AND end_proposed_by_id <> ended_by_id)",
            name="nobody_ends_it_alone",
        ),
        CheckConstraint(
            "NOT ended_alone OR (ended_at IS NOT NULL AND end_proposed_by_id IS NULL)", name="ended_alone_by_one"
        ),
        CheckConstraint(
            "ended_at IS NULL OR (ruling IS NOT NULL AND ruling = 'approved')", name="only_what_was_approved_ends"
        ),
        CheckConstraint(
            "(ruled_at IS NULL OR ruled_at >= proposed_at) AND (ended_at IS NULL OR ended_at >= ruled_at)",
            name="instants_in_order",
        ),
    )
