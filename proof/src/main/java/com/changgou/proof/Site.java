package com.changgou.proof;

import java.util.stream.Stream;

/**
 * A running system as an observer reaches it, past its services where that matters.
 *
 * @param orderService the order service's URL
 * @param goodsService the goods service's URL
 * @param orders the order service's database
 * @param goods the goods service's database
 * @param tc what the TC knows
 */
public record Site(String orderService, String goodsService, Database orders, Database goods, Coordinator tc) {

    /**
     * Which of the two databases a resource is.
     *
     * @param resourceId as the TC names it
     * @return the database's name, or the id of a resource that is none of them
     */
    public String databaseName(String resourceId) {
        return Stream.of(orders, goods)
                .filter(database -> database.resourceId().equals(resourceId))
                .map(Database::name)
                .findFirst()
                .orElse(resourceId);
    }
}
