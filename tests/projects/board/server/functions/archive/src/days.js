const DAY = 24 * 60 * 60 * 1000

exports.before = (days) => new Date(Date.now() - days * DAY)
