package com.changgou.goods.tcc;

import com.changgou.goods.DeductStock;
import com.changgou.goods.PricedLine;
import com.changgou.goods.Stock;
import java.util.List;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.apache.seata.rm.tcc.api.BusinessActionContextParameter;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Runs inside the local transactions that Seata's fence opens. */
@Component
class TccStock implements StockReservation {

    private final Stock stock;
    private final JsonMapper json;

    TccStock(Stock stock, JsonMapper json) {
        this.stock = stock;
        this.json = json;
    }

    /** The parameter's annotation stands here too: Seata reads it from the class, not from the interface. */
    @Override
    public List<PricedLine> reserve(@BusinessActionContextParameter(COMMAND) String command) {
        DeductStock deduction = json.readValue(command, DeductStock.class);
        stock.lock(deduction);
        return stock.freeze(deduction);
    }

    /** Touches no column that an AT branch writes, so it waits for none. */
    @Override
    public boolean confirm(BusinessActionContext context) {
        stock.useUpFrozen(command(context));
        return true;
    }

    @Override
    public boolean cancel(BusinessActionContext context) {
        DeductStock reserved = command(context);
        stock.lock(reserved);
        stock.unfreeze(reserved);
        return true;
    }

    private DeductStock command(BusinessActionContext context) {
        String command = context.getActionContext(COMMAND, String.class);
        if (command == null) {
            throw new IllegalStateException("Branch " + context.getBranchId() + " does not say what it reserved");
        }
        return json.readValue(command, DeductStock.class);
    }
}
