package com.changgou.launcher.system;

/**
 * Looks whether the ports that a part needs are free.
 *
 * @param ports of the system
 */
record RequiredPorts(Ports ports) {

    /**
     * Before it starts: it would say so late, in its log, or would be taken for who has the port.
     *
     * @param part its name
     * @throws LauncherException if one is taken; it names the port, and what gives the part another
     */
    void requireFree(String part) {
        switch (part) {
            case Parts.ORDER -> requireFree(ports.order(), "order-service (--order-port, ORDER_PORT)");
            case Parts.GOODS -> requireFree(ports.goods(), "goods-service (--goods-port, GOODS_PORT)");
            case Parts.USER -> requireFree(ports.user(), "user-service (--user-port, USER_PORT)");
            case Parts.CONSOLE -> requireFree(ports.console(), "the console (--console-port, CONSOLE_PORT)");
            case Parts.BROKER -> requireFree(ports.broker(), "the broker (--broker-port, RABBITMQ_PORT)");
            case Parts.USER_DB -> requireFree(ports.userDb(), "the user database (--user-db-port, USER_DB_PORT)");
            case Parts.TC -> {
                requireFree(ports.tc(), "the TC (--tc-port, TC_PORT)");
                requireFree(ports.tcHttp(), "the TC's HTTP API (--tc-http-port, TC_HTTP_PORT)");
            }
            case Parts.TC_2 -> {
                requireFree(ports.tc2(), "the second TC (--tc2-port, TC2_PORT)");
                requireFree(ports.tc2Http(), "the second TC's HTTP API (--tc2-http-port, TC2_HTTP_PORT)");
            }
            case Parts.TC_DB -> requireFree(ports.tcDb(), "the TC's database (--tc-db-port, TC_DB_PORT)");
            case Parts.NACOS ->
                Ports.nacosBlock(ports.nacos()).forEach(port -> requireFree(port, "Nacos (--nacos-port, NACOS_PORT)"));
            case Parts.ORDER_DB -> requireFree(ports.orderDb(), "the order database (--order-db-port, ORDER_DB_PORT)");
            case Parts.GOODS_DB -> requireFree(ports.goodsDb(), "the goods database (--goods-db-port, GOODS_DB_PORT)");
            default -> throw new LauncherException("There is no part " + part);
        }
    }

    private static void requireFree(int port, String owner) {
        if (!Ports.isFree(port)) {
            throw new LauncherException("Port " + port + " is taken by another process, and " + owner
                    + " needs it. Free it, or give this part another port by that option or environment variable.");
        }
    }
}
