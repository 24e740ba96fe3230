-- The goods service's database. Single source: the launcher, the tests and compose run this file. It can run twice.

CREATE TABLE IF NOT EXISTS tb_sku (
  id     BIGINT       NOT NULL,
  name   VARCHAR(128) NOT NULL,
  price  BIGINT       NOT NULL COMMENT 'minor currency units, for one piece',
  stock  INT          NOT NULL,
  frozen INT          NOT NULL DEFAULT 0 COMMENT 'TCC: taken out of stock by try, and not confirmed yet',
  PRIMARY KEY (id),
  CONSTRAINT ck_sku_stock CHECK (stock >= 0),
  CONSTRAINT ck_sku_frozen CHECK (frozen >= 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Data of versions before TCC have no such column. Not IF NOT EXISTS: only MariaDB knows that.
SET @frozen = (SELECT COUNT(*) FROM information_schema.columns
               WHERE table_schema = DATABASE() AND table_name = 'tb_sku' AND column_name = 'frozen');
SET @upgrade = IF(@frozen > 0, 'DO 0', 'ALTER TABLE tb_sku ADD COLUMN frozen INT NOT NULL DEFAULT 0, ADD CONSTRAINT ck_sku_frozen CHECK (frozen >= 0)');
PREPARE upgrade FROM @upgrade;
EXECUTE upgrade;
DEALLOCATE PREPARE upgrade;

-- Journal: written in the same local transaction as the stock, read by the checker only. Its key also refuses a second
-- deduction for the same request.
CREATE TABLE IF NOT EXISTS tb_stock_journal (
  request_id VARCHAR(64) NOT NULL,
  sku_id     BIGINT      NOT NULL,
  quantity   INT         NOT NULL,
  PRIMARY KEY (request_id, sku_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Seata AT: before and after images of every branch between phase one and phase two. The unique key is what makes a
-- late phase one fail after its rollback has passed (upstream #489).
CREATE TABLE IF NOT EXISTS undo_log (
  id            BIGINT       NOT NULL AUTO_INCREMENT,
  branch_id     BIGINT       NOT NULL,
  xid           VARCHAR(128) NOT NULL,
  context       VARCHAR(128) NOT NULL COMMENT 'serializer and compressor of rollback_info',
  rollback_info LONGBLOB     NOT NULL,
  log_status    INT          NOT NULL COMMENT '0 normal, 1 guard row of a finished rollback',
  log_created   DATETIME(6)  NOT NULL,
  log_modified  DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY ux_undo_log (xid, branch_id),
  KEY ix_log_created (log_created)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Seata TCC: what has become of each branch, written in the same local transaction as its try, confirm or cancel.
CREATE TABLE IF NOT EXISTS tcc_fence_log (
  xid          VARCHAR(128) NOT NULL,
  branch_id    BIGINT       NOT NULL,
  action_name  VARCHAR(64)  NOT NULL,
  status       TINYINT      NOT NULL COMMENT '1 tried, 2 confirmed, 3 cancelled, 4 cancelled before the try, which is refused then',
  gmt_create   DATETIME(3)  NOT NULL,
  gmt_modified DATETIME(3)  NOT NULL,
  PRIMARY KEY (xid, branch_id),
  KEY ix_gmt_modified (gmt_modified),
  KEY ix_status (status)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Not straight into tb_sku: that waits for rows of an XA branch that is prepared, which nobody ends before the service has
-- started, after the database. READ COMMITTED, or the comparison waits for them, too.
SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
CREATE TEMPORARY TABLE seed_sku (
  id    BIGINT       NOT NULL PRIMARY KEY,
  name  VARCHAR(128) NOT NULL,
  price BIGINT       NOT NULL,
  stock INT          NOT NULL
) DEFAULT CHARSET = utf8mb4;
INSERT INTO seed_sku (id, name, price, stock) VALUES
  (1, 'SKU 1', 129900, 1000),
  (2, 'SKU 2', 45900, 1000),
  (3, 'SKU 3', 8900, 1000),
  (4, 'SKU 4', 19900, 1000),
  (5, 'SKU 5', 2500, 1000),
  (6, 'SKU 6', 130000, 1000),
  (7, 'SKU 7', 46000, 1000),
  (8, 'SKU 8', 9000, 1000),
  (9, 'SKU 9', 20000, 1000),
  (10, 'SKU 10', 2600, 1000),
  (11, 'SKU 11', 130100, 1000),
  (12, 'SKU 12', 46100, 1000),
  (13, 'SKU 13', 9100, 1000),
  (14, 'SKU 14', 20100, 1000),
  (15, 'SKU 15', 2700, 1000),
  (16, 'SKU 16', 130200, 1000),
  (17, 'SKU 17', 46200, 1000),
  (18, 'SKU 18', 9200, 1000),
  (19, 'SKU 19', 20200, 1000),
  (20, 'SKU 20', 2800, 1000),
  (21, 'SKU 21', 130300, 1000),
  (22, 'SKU 22', 46300, 1000),
  (23, 'SKU 23', 9300, 1000),
  (24, 'SKU 24', 20300, 1000),
  (25, 'SKU 25', 2900, 1000),
  (26, 'SKU 26', 130400, 1000),
  (27, 'SKU 27', 46400, 1000),
  (28, 'SKU 28', 9400, 1000),
  (29, 'SKU 29', 20400, 1000),
  (30, 'SKU 30', 3000, 1000),
  (31, 'SKU 31', 130500, 1000),
  (32, 'SKU 32', 46500, 1000),
  (33, 'SKU 33', 9500, 1000),
  (34, 'SKU 34', 20500, 1000),
  (35, 'SKU 35', 3100, 1000),
  (36, 'SKU 36', 130600, 1000),
  (37, 'SKU 37', 46600, 1000),
  (38, 'SKU 38', 9600, 1000),
  (39, 'SKU 39', 20600, 1000),
  (40, 'SKU 40', 3200, 1000),
  (41, 'SKU 41', 130700, 1000),
  (42, 'SKU 42', 46700, 1000),
  (43, 'SKU 43', 9700, 1000),
  (44, 'SKU 44', 20700, 1000),
  (45, 'SKU 45', 3300, 1000),
  (46, 'SKU 46', 130800, 1000),
  (47, 'SKU 47', 46800, 1000),
  (48, 'SKU 48', 9800, 1000),
  (49, 'SKU 49', 20800, 1000),
  (50, 'SKU 50', 3400, 1000);
INSERT IGNORE INTO tb_sku (id, name, price, stock)
  SELECT id, name, price, stock FROM seed_sku WHERE id NOT IN (SELECT id FROM tb_sku);
DROP TEMPORARY TABLE seed_sku;
