import assert from 'node:assert/strict'
import { test } from 'node:test'
import { project, scaleBar } from '../../../Resources/web/models/place_map.js'

test('points keep their places: north up, west left, inside the picture', () => {
  const { spots, height } = project([{ latitude: 53.1, longitude: 8.7 }, { latitude: 53.0, longitude: 8.9 }, { latitude: 53.05, longitude: 8.8 }], 720)
  assert.ok(spots[0].y < spots[1].y && spots[0].x < spots[1].x)
  for (const { x, y } of spots) assert.ok(x >= 0 && x <= 720 && y >= 0 && y <= height, `${x} ${y} ${height}`)
  assert.ok(Math.abs(spots[2].x - (spots[0].x + spots[1].x) / 2) < 1)
})

test('a single spot and a line of spots still give a picture', () => {
  for (const points of [[{ latitude: 1, longitude: 1 }, { latitude: 1, longitude: 1 }], [{ latitude: 1, longitude: 1 }, { latitude: 2, longitude: 1 }]]) {
    const { spots, height, metresPerPixel } = project(points, 720)
    assert.ok(height > 100 && metresPerPixel > 0)
    for (const { x, y } of spots) assert.ok(x >= 0 && x <= 720 && y >= 0 && y <= height)
  }
})

test('the scale is a round length', () => {
  for (const metresPerPixel of [0.37, 4.2, 55, 903]) {
    const { metres, pixels } = scaleBar(metresPerPixel, 720)
    assert.match(String(metres), /^[125]0*$/)
    assert.ok(pixels > 20 && pixels <= 144, `${pixels}`)
  }
})
