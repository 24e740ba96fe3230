package com.changgou.user;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Points, and the orders that they were earned with. */
@Component
class PointLedger {

    private final UserMapper users;

    PointLedger(UserMapper users) {
        this.users = users;
    }

    /**
     * Grants points and writes down for which order, in one local transaction. The log comes first: of two deliveries of one
     * message the second waits here for the first, and then meets its key.
     *
     * @throws DuplicateKeyException if the order has its points already; nothing is changed then
     * @throws UnknownUserException if there is no such user
     */
    @Transactional
    public void grant(AddPoints message) {
        users.writeLog(message.orderId(), message.userId(), message.points());
        if (users.addPoints(message.userId(), message.points()) == 0) {
            throw new UnknownUserException(message.userId());
        }
    }
}
