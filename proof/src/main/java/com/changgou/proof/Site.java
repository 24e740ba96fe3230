package com.changgou.proof;

/**
 * A running system as an observer reaches it, past its services where that matters.
 *
 * @param orderService the order service's URL
 * @param goodsService the goods service's URL
 * @param orders the order service's database
 * @param goods the goods service's database
 * @param tc what the TC knows
 */
public record Site(String orderService, String goodsService, Database orders, Database goods, Coordinator tc) {}
