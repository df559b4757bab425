"""Plans on one page: one is chosen, begins when its time has come, and is billed month by month.

The plan in force is part of what a company is as a customer, so events and commands are the customer's.
"""

from chassis import Area
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet.customers.commands import BeginPlan, BillPlan, ChoosePlan
from wallet.customers.events import PlanBegan, PlanChosen, PlanMonthBilled
from wallet.plans import handlers, policy

area = Area(
    hears={portal.PlanChosen: ChoosePlan},
    handles={
        ChoosePlan: handlers.choose_plan,
        BeginPlan: handlers.begin_plan,
        BillPlan: handlers.bill_plan,
    },
    tells={
        PlanChosen: told.PlanChosen,
        PlanBegan: told.PlanChanged,
    },
    refuses={portal.PlanChosen: told.PlanRefused},
    schedules={
        PlanChosen: policy.begin_plan,
        PlanMonthBilled: policy.bill_next_month,
    },
)
