with periods as (
  select *,
    case when :day < start then 'ahead' when :day <= due then 'open'
         when :day < closes then 'overdue' else 'missed' end as otherwise,
    shiftleft(1L, cast(nth as int)) as bit
  from calendar
), slots as (
  select duty * 512 + 16 + day as slot, bit, due, until, closes
  from (select *, explode(sequence(cast(start as int), until - 1)) as day from periods)
), came as (
  select r.province, r.pairing, r.duty,
    bit_or(case when m.bit is null and r.day <= s.due then s.bit else 0L end) as on_time,
    bit_or(coalesce(m.bit, s.bit)) as every
  from records as r
  join slots as s on s.slot = r.duty * 512 + 16 + r.day
  left join slots as m
    on m.slot = case when r.makes_up >= 0 then r.duty * 512 + 16 + r.makes_up end
    and m.until <= r.day and r.day < m.closes
  where r.day <= :day and r.received < coalesce(m.until, s.until) + :lock
  group by r.province, r.pairing, r.duty
), days as (
  select duty,
    bit_or(if(otherwise = 'ahead', bit, 0L)) as ahead,
    bit_or(if(otherwise = 'open', bit, 0L)) as open,
    bit_or(if(otherwise = 'overdue', bit, 0L)) as overdue,
    bit_or(if(otherwise = 'missed', bit, 0L)) as missed
  from periods group by duty
), owing as (
  select p.start, p.until, c.duty, bit_or(c.bit) as owed
  from (select distinct start, until from pairings) as p
  join periods as c on c.planned and p.start <= c.start and c.until <= p.until
  group by p.start, p.until, c.duty
), excused as (
  select w.province, w.pairing, c.duty, c.bit
  from waivers as w
  join periods as c on w.start < c.until and c.start < w.until
  group by w.province, w.pairing, c.duty, c.bit, c.start, c.until
  having 2 * sum(least(w.until, c.until) - greatest(w.start, c.start)) >= c.until - c.start
), waived as (
  select province, pairing, duty, bit_or(bit) as waived
  from excused group by province, pairing, duty
), masks as (
  select p.place, d.duty, d.ahead, d.open, d.overdue, d.missed,
    coalesce(came.on_time, 0L) & o.owed as kept,
    coalesce(came.every, 0L) & o.owed as done,
    coalesce(w.waived, 0L) & o.owed & ~coalesce(came.every, 0L) as excused,
    o.owed & ~coalesce(came.every, 0L) & ~coalesce(w.waived, 0L) as rest
  from pairings as p
  join owing as o on o.start = p.start and o.until = p.until
  join days as d on d.duty = o.duty
  left join came
    on came.province = p.province and came.pairing = p.pairing and came.duty = o.duty
  left join waived as w
    on w.province = p.province and w.pairing = p.pairing and w.duty = o.duty
), villages as (
  select place, duty,
    sum(bit_count(kept)) as kept, sum(bit_count(done) - bit_count(kept)) as late,
    sum(bit_count(excused)) as excused, sum(bit_count(rest & ahead)) as ahead,
    sum(bit_count(rest & open)) as open, sum(bit_count(rest & overdue)) as overdue,
    sum(bit_count(rest & missed)) as missed
  from masks group by place, duty
), levels as (
  select level.digits, place div level.unit as place, duty,
    sum(kept) as kept, sum(late) as late, sum(excused) as excused, sum(ahead) as ahead,
    sum(open) as open, sum(overdue) as overdue, sum(missed) as missed
  from villages
  cross join (values (12, 1L), (9, 1000L), (6, 1000000L), (4, 100000000L), (2, 10000000000L))
    as level(digits, unit)
  group by level.digits, place div level.unit, duty
), rates as (
  select digits, place,
    coalesce((sum(kept) + sum(late)) / nullif(sum(kept) + sum(late) + sum(missed), 0), -1) as rate,
    place div case when digits >= 9 then 1000 else 100 end as parent
  from levels group by digits, place
), ranks as (
  select digits, place, rank() over (partition by digits, parent order by rate desc) as rank
  from rates
)
select levels.*, ranks.rank
from levels join ranks on ranks.digits = levels.digits and ranks.place = levels.place
