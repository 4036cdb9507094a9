import assert from 'node:assert/strict'
import { test } from 'node:test'
import { project, scaleBar } from '../../../Resources/web/models/place_map.js'
import { cornersOf } from '../../../Resources/web/models/search_area.js'
import { areaOfShape, cornersOfBox, crosses, placeIn, planOf, textOf } from '../../../Resources/web/models/shape.js'

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

const BREMEN = { south: 53.0, west: 8.5, north: 53.2, east: 8.9 }

test('a corner on the plan is the corner that was typed, and none leaves the earth', () => {
  const view = planOf(BREMEN, [[53.3, 9.1]], 480)
  for (const corner of [[53.1, 8.7], [53.0, 8.5], [53.3, 9.1]]) {
    const { x, y } = view.spot(corner)
    assert.ok(x >= 0 && x <= view.width && y >= 0 && y <= view.height, `${x} ${y}`)
    const back = view.corner({ x, y })
    assert.ok(Math.abs(back[0] - corner[0]) < 2e-5 && Math.abs(back[1] - corner[1]) < 2e-5, `${back}`)
  }
  assert.deepEqual(view.corner({ x: -500, y: 100 }), view.corner({ x: 0, y: 100 }), 'the plan’s edge')
  const pole = planOf({ south: 89.9, west: 179, north: 90, east: 180 }, [], 480, 4).corner({ x: 480, y: 0 })
  assert.ok(pole[0] <= 90 && pole[1] <= 180, `${pole}`)
  assert.ok(planOf(BREMEN, [], 480, 2).metresPerPixel > planOf(BREMEN, [], 480).metresPerPixel * 1.9)
})

test('corners are written as they are read, and a new one goes into the nearest edge', () => {
  const corners = cornersOfBox(BREMEN)
  assert.deepEqual(cornersOf(textOf(corners)), { corners, error: '' })
  const square = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }, { x: 0, y: 10 }]
  for (const [at, place] of [[{ x: 5, y: -1 }, 1], [{ x: 11, y: 5 }, 2], [{ x: 5, y: 12 }, 3], [{ x: -3, y: 5 }, 4]]) assert.equal(placeIn(square, at), place, JSON.stringify(at))
  assert.equal(placeIn(square.slice(0, 2), { x: 5, y: 0 }), 2)
  assert.equal(crosses(square), false)
  assert.equal(crosses([square[0], square[2], square[1], square[3]]), true)
  assert.ok(Math.abs(areaOfShape(square, 1000) - 100) < 1e-9)
})
