# Stands in for apache/seata-server: the TC of this project, which reads the same mounted application.yml. What TC 1.8 does
# otherwise than 2.5 is said here, where it wins over the environment.
FROM offline/jre:21
WORKDIR /seata-server
COPY seata-server.jar ./
USER 10001:10001
EXPOSE 8091 7091
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-Duser.home=/tmp", "-DJM.LOG.PATH=/tmp/nacos/logs", \
  "-DJM.SNAPSHOT.PATH=/tmp/nacos/cache", "-Dspring.config.location=file:/seata-server/resources/application.yml", \
  "-Dspring.main.web-application-type=servlet", "-jar", "seata-server.jar"]
