import sys, yaml
from datacontract.data_contract import DataContract
contract, folder = sys.argv[1:]
data = yaml.safe_load(open(contract, encoding="utf-8"))
data["servers"] = [{"server": "return", "type": "local", "path": f"{folder}/{{model}}.csv", "format": "csv", "delimiter": ","}]
run = DataContract(data_contract_str=yaml.safe_dump(data, sort_keys=False), server="return").test()
from collections import Counter
print(run.result, Counter(c.result for c in run.checks))
for c in run.checks:
    if c.result not in ("passed",): print(c.result, c.model, c.field, c.type, c.name, (c.reason or "")[:200])
