-- For each province: who owes which periods, worked out once for each different span, and the
-- periods half of whose days are waived.
create or replace temp table pairs as
select pairing, place, start, until, dense_rank() over (order by start, until)::int as span
from pairings;

create or replace temp table owed as
select span, duty, nth, period, otherwise
from (select distinct span, start, until from pairs) as p
join periods as c on c.planned and p.start <= c.start and c.until <= p.until;

create or replace temp table excused as
select w.pairing, c.duty, c.nth, c.period, c.otherwise
from waivers as w
join periods as c on w.start < c.until and c.start < w.until
join pairs as p on p.pairing = w.pairing
where c.planned and p.start <= c.start and c.until <= p.until
group by w.pairing, c.duty, c.nth, c.period, c.otherwise, c.start, c.until
having 2 * sum(least(w.until, c.until) - greatest(w.start, c.start)) >= c.until - c.start;
