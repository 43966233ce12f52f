"""What the generated SDK of the wind power model can do, step by step.

`pygen demo` ran these steps. To run them yourself: `pygen emulator -- python demo.py`, in this folder.
"""

# %% Connect
from wind_power import CableWrite, TurbineWrite, WindFarmWrite, WindPowerClient

client = WindPowerClient.from_env()
print(client)

# %% Write a wind farm with its turbines
from datetime import date, datetime, timezone

farm = WindFarmWrite(external_id="north", name="North", country="NO", location={"latitude": 58.1, "longitude": 4.2})
turbines = [
    TurbineWrite(
        external_id=f"turbine-{number:02}",
        name=f"Turbine {number}",
        status="stopped" if number % 10 == 0 else "running",
        capacity=8.0 + number % 4,
        commissioned=date(2024, 1 + number % 12, 1),
        last_service=datetime(2026, 3, 1, 8, 30, tzinfo=timezone.utc),
        monthly_output=[2150.5, 1980.0],
        farm=farm,
        neighbours=[f"turbine-{number - 1:02}"] if number > 1 else [],
    )
    for number in range(1, 41)
]
result = client.upsert(turbines)
print(len(result.created), "created, the farm included")

# %% Write an edge with properties
cable = CableWrite(
    external_id="cable-01",
    edge_type=("wind_power", "Cable"),
    start_node="turbine-01",
    end_node="turbine-02",
    length=850.0,
)
print(client.upsert(cable).created)

# %% Read by id
turbine, other = client.turbine.retrieve(["turbine-10", "turbine-11"])
print(turbine.name, turbine.status, turbine.capacity, turbine.commissioned)
print(turbine.farm, turbine.neighbours)

# %% List with filters, sorted
for found in client.turbine.list(status="running", min_capacity=10, farm="north", sort_by="name", limit=3):
    print(found.external_id, found.capacity)

# %% Go through everything, page by page
for page in client.turbine.iterate(chunk_size=15).pages():
    print(len(page.items), "turbines,", "more to come" if page.next_cursor else "the last page")

# %% Change and write back, guarded by the version that was read
result = client.upsert(turbine.as_write().model_copy(update={"status": "service"}))
print("updated:", result.updated)
print(client.turbine.list(status="service"))

# %% Mistakes are found before anything is sent
from pydantic import ValidationError

try:
    # An editor with a type checker marks this line too.
    TurbineWrite(external_id="turbine-99", name="Turbine 99", status="running", capcity=8.0)
except ValidationError as error:
    print(error)

# %% Delete
deleted = client.delete([*turbines, farm]).deleted
print(len(deleted), "deleted")
print(client.turbine.list())
client.close()
