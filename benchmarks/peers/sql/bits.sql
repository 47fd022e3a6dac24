-- One bit a period: whether a record came in on time, and at all. Right only where every duty
-- asks one record a period, and no duty has more than 63 periods.
create or replace temp table villages as
with came as (
  select r.pairing * 8 + r.duty as row,
    bit_or(case when m.nth is null and r.day <= s.due then 1::bigint << s.nth else 0 end) as on_time,
    bit_or(1::bigint << coalesce(m.nth, s.nth)) as every
  from records as r
  join slots as s on s.slot = r.duty * 512 + 16 + r.day
  left join slots as m
    on m.slot = case when r.makes_up >= 0 then r.duty * 512 + 16 + r.makes_up end
    and m.until <= r.day and r.day < m.closes
  where r.day <= :day and r.received < coalesce(m.until, s.until) + :lock
  group by all
), days as (
  select duty,
    coalesce(bit_or(1::bigint << nth) filter (otherwise = 'ahead'), 0) as ahead,
    coalesce(bit_or(1::bigint << nth) filter (otherwise = 'open'), 0) as open,
    coalesce(bit_or(1::bigint << nth) filter (otherwise = 'overdue'), 0) as overdue,
    coalesce(bit_or(1::bigint << nth) filter (otherwise = 'missed'), 0) as missed
  from periods group by all
), owing as (
  select span, duty, bit_or(1::bigint << nth) as owed from owed group by all
), waived as (
  select pairing * 8 + duty as row, bit_or(1::bigint << nth) as waived from excused group by all
), masks as (
  select p.place, d.duty, d.ahead, d.open, d.overdue, d.missed,
    coalesce(came.on_time, 0) & o.owed as kept,
    coalesce(came.every, 0) & o.owed as done,
    coalesce(w.waived, 0) & o.owed & ~coalesce(came.every, 0) as excused,
    o.owed & ~coalesce(came.every, 0) & ~coalesce(w.waived, 0) as rest
  from pairs as p
  join owing as o using (span)
  join days as d using (duty)
  left join came on came.row = p.pairing * 8 + o.duty
  left join waived as w on w.row = p.pairing * 8 + o.duty
)
select place as prefix, duty,
  sum(bit_count(kept))::bigint as kept, sum(bit_count(done) - bit_count(kept))::bigint as late,
  sum(bit_count(excused))::bigint as excused, sum(bit_count(rest & ahead))::bigint as ahead,
  sum(bit_count(rest & open))::bigint as open,
  sum(bit_count(rest & overdue))::bigint as overdue,
  sum(bit_count(rest & missed))::bigint as missed
from masks group by all;
