-- Once for all provinces: the periods, each with the state a cell has without records on the
-- day asked about, and the period of each duty's each day under one small integer.
create temp table periods as
select *,
  (row_number() over (order by duty, nth) - 1)::int as period,
  case when :day < start then 'ahead' when :day <= due then 'open'
       when :day < closes then 'overdue' else 'missed' end as otherwise
from calendar;

create temp table slots as
select (duty * 512 + 16 + days.day)::int as slot, duty, nth, period, due, until, closes
from periods, (select unnest(range(-10, 380)) as day) as days
where start <= days.day and days.day < until;
