package com.changgou.user;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * Grants points for a message and answers it. The message is acknowledged when both are done: whatever fails in between, it comes
 * again, changes nothing the second time, and is answered again.
 */
@Component
class PointsListener {

    private static final Logger log = LoggerFactory.getLogger(PointsListener.class);

    private final PointLedger ledger;
    private final InProgressMark mark;
    private final ConfirmedSender sender;

    PointsListener(PointLedger ledger, InProgressMark mark, ConfirmedSender sender) {
        this.ledger = ledger;
        this.mark = mark;
        this.sender = sender;
    }

    @RabbitListener(queues = PointsMessaging.ADD_POINTS_QUEUE, concurrency = "${changgou.points.consumers:4}")
    void add(AddPoints message) {
        String refusal = message.refusal();
        if (refusal != null) {
            throw new RefusedException(message, refusal);
        }
        mark.during(String.valueOf(message.orderId()), () -> grantOnce(message));
        sender.answer(new PointsAnswer(message.taskId(), message.orderId(), null));
    }

    private void grantOnce(AddPoints message) {
        try {
            ledger.grant(message);
        } catch (DuplicateKeyException granted) {
            log.debug("Order {} has its points already", message.orderId());
        } catch (UnknownUserException unknown) {
            throw new RefusedException(message, String.valueOf(unknown.getMessage()));
        }
    }
}
