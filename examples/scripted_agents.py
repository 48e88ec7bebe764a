"""The scripted agents of first light: what each of the 16 runs does, right or wrong on purpose, over MCP."""

import datetime
import json

WRITER = "renee.lindqvist@mail.example"
SHIPPING_PRICES = {"standard": 9.99, "express": 19.99, "overnight": 39.99}

# What each of the 16 runs does, and whether it should pass.
PLAN = (
    [("reference", True)] * 3
    + [("agent", True)] * 4
    + [("agent, looks twice", True)] * 2
    + [("near miss 1", False), ("near miss 2", False), ("near miss 3", False)]
    + [("agent, leaves the payment as it is", False)]
    + [("agent, ships to the house", False), ("agent, orders one piece", False), ("agent, keeps the amounts to itself", False)]
)
FORKED = "agent, leaves the payment as it is"


class ToolFailed(Exception):
    """A tool answered with an error; a scripted agent has nothing better to do than to stop."""


class Desk:
    """The tools of one episode, over MCP."""

    def __init__(self, client):
        self.client = client
        self.calls = 0

    async def call(self, tool, **arguments):
        result = await self.client.call_tool(tool, arguments)
        self.calls += 1
        if result.is_error:
            raise ToolFailed(f"{tool}: {result.content[0].text}")
        value = result.structured_content
        return value["result"] if isinstance(value, dict) and set(value) == {"result"} else value

    async def today(self):
        """The world's date: the clock of the episode, a resource, so that reading it is no call."""
        answer = await self.client.read_resource("corecraft://episode")
        now = json.loads(answer.contents[0].text)["clock"]["now"]
        return datetime.date.fromisoformat(now[:10])


class Agent:
    """Does what the customer asks for, step by step, from what the tools said before."""

    STEPS = ["find_customer", "find_orders", "look_at_order", "compute_price", "cancel", "refund", "settle_payment", "order_anew"]

    def __init__(self, variant="agent"):
        self.variant = variant
        self.knows = {}
        steps = list(self.STEPS)
        if variant == "agent, looks twice":
            steps[3:3] = ["look_at_order", "look_at_friday"]
        if variant == FORKED:
            steps.remove("settle_payment")
        self.steps = steps

    async def work(self, desk, steps=None):
        """Takes the steps (all of them by default) and returns the final response."""
        self.knows.setdefault("today", await desk.today())
        for step in self.steps if steps is None else steps:
            await getattr(self, step)(desk)
        return self.response()

    async def find_customer(self, desk):
        (self.knows["customer"],) = await desk.call("searchCustomers", email=WRITER)

    async def find_orders(self, desk):
        orders = await desk.call("searchOrders", customer_id=self.knows["customer"]["id"])
        day = lambda order: datetime.date.fromisoformat(order["createdAt"][:10])  # noqa: E731
        today = self.knows["today"]
        (self.knows["unwanted"],) = [o for o in orders if day(o) == today - datetime.timedelta(days=1) and o["status"] == "paid"]
        (self.knows["friday"],) = [o for o in orders if day(o) == today - datetime.timedelta(days=3)]
        # "exactly the Kestrel that I bought from you in July"
        (july,) = [o for o in orders if (day(o).year, day(o).month) == (today.year, 7)]
        (self.knows["drive"],) = [i["productId"] for i in july["lineItems"] if i["productId"].startswith("kestrel")]

    async def look_at_order(self, desk):
        self.knows["details"] = await desk.call("getOrderDetails", order_id=self.knows["unwanted"]["id"])

    async def look_at_friday(self, desk):
        await desk.call("getOrderDetails", order_id=self.knows["friday"]["id"])

    async def compute_price(self, desk):
        self.knows["price"] = await desk.call(
            "calculate_price", product_ids=[self.knows["drive"]], quantities=[self.pieces],
            loyalty_tier=self.knows["details"]["customer"]["loyalty_tier"], shipping_service="express",
        )

    async def cancel(self, desk):
        await desk.call("updateOrderStatus", order_id=self.knows["unwanted"]["id"], status="cancelled")

    async def refund(self, desk):
        payment = self.knows["details"]["payment"]
        shipping = SHIPPING_PRICES[self.knows["unwanted"]["shipping"]["service"]]
        (item,) = self.knows["details"]["order"]["line_items"]
        lines = [
            {"productId": item["productId"], "qty": item["qty"], "amount": round(payment["amount"] - shipping, 2)},
            {"sku": "SHIPPING", "qty": 1, "amount": shipping},
        ]
        self.knows["refund"] = await desk.call(
            "create_refund", payment_id=payment["id"], amount=payment["amount"], currency="USD", reason="customer_remorse",
            status="approved", lines=lines,
        )

    async def settle_payment(self, desk):
        await desk.call("updatePaymentStatus", payment_id=self.knows["details"]["payment"]["id"], status="refunded")

    async def order_anew(self, desk):
        label = "shipping" if self.variant == "agent, ships to the house" else "other"
        (address,) = [a for a in self.knows["customer"]["addresses"] if a["label"] == label]
        self.knows["order"] = await desk.call(
            "createOrder", customer_id=self.knows["customer"]["id"],
            line_items=[{"productId": self.knows["drive"], "qty": self.pieces}], status="pending", shipping_address=address,
            shipping_carrier="FedEx Express", shipping_service="express",
        )

    @property
    def pieces(self):
        return 1 if self.variant == "agent, orders one piece" else 2

    def response(self):
        cancelled = self.knows["unwanted"]["id"]
        if self.variant == "agent, keeps the amounts to itself":
            return f"Hi, order {cancelled} is cancelled and paid back, and your new order {self.knows['order']['id']} is set up."
        return (
            f"Hi, order {cancelled} is cancelled and {self.knows['refund']['amount']:.2f} dollars go back to you. Your order from "
            f"Friday stays as it is. The new order {self.knows['order']['id']} is set up, by express to your studio; it comes to "
            f"{self.knows['price']['total']:.2f} dollars, with your discount and the shipping, and waits for your payment."
        )

    def forked(self):
        """The same agent at the step after its refund, knowing what it knew then, and now doing what it left out."""
        other = Agent()
        other.knows = {key: value for key, value in self.knows.items() if key != "order"}
        return other, other.STEPS[other.STEPS.index("settle_payment"):]


class Canned:
    """Plays a solution out of the task file, call by call."""

    def __init__(self, solution):
        self.solution = solution

    async def work(self, desk):
        for call in self.solution["calls"]:
            await desk.call(call["name"], **call["arguments"])
        return self.solution["response"]


def actor(script, task):
    if script == "reference":
        return Canned(task["reference"])
    if script.startswith("near miss "):
        return Canned(task["near_misses"][int(script.rsplit(" ", 1)[1]) - 1])
    return Agent(script)
