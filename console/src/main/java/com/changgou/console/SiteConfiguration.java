package com.changgou.console;

import com.changgou.console.ConsoleProperties.Access;
import com.changgou.proof.Coordinator;
import com.changgou.proof.Database;
import com.changgou.proof.Site;
import com.changgou.proof.TcConsole;
import com.changgou.proof.TcTables;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

@Configuration(proxyBeanMethods = false)
class SiteConfiguration {

    /** Where it is this project's own TC, it also tells which messages it has seen. */
    @Bean
    @ConditionalOnExpression("'${changgou.console.tc.url:}' != ''")
    TcConsole tcConsole(ConsoleProperties console) {
        return new TcConsole(console.tc().url(), String.valueOf(console.tc().password()));
    }

    @Bean
    Site site(ConsoleProperties console, ObjectProvider<TcConsole> tcConsole) {
        return new Site(
                console.orderService(),
                console.goodsService(),
                database("orders", console.orders()),
                database("goods", console.goods()),
                coordinator(console, tcConsole));
    }

    private static Coordinator coordinator(ConsoleProperties console, ObjectProvider<TcConsole> tcConsole) {
        Access store = console.tc().store();
        if (store == null || !StringUtils.hasText(store.url())) {
            return tcConsole.getObject();
        }
        return new TcTables(database("seata", store));
    }

    private static Database database(String name, Access access) {
        return new Database(name, access.url(), access.user(), access.password());
    }
}
